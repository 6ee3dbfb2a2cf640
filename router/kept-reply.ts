/** Hides how a kept answer is sent: age, entity tag (RFC 9110), compression. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptsGzip } from './accepted-encoding.ts';
import { hasEtag } from './etag.ts';
import { gzipOf } from './response-cache.ts';
import type { KeptAnswer } from './response-cache.ts';

type KeptReply = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What every answer has: a name, its value, the next name … */
  readonly headers: readonly string[];
  readonly kept: KeptAnswer;
};

/** Sends it, or 304 where the client says that it has it. */
export function sendKept({ request, response, headers, kept }: KeptReply): void {
  const age = Math.floor((Date.now() - kept.storedAt) / 1_000);
  const head = [...headers, 'content-type', kept.contentType, 'cache-control', `max-age=${kept.maxAgeSeconds}, public`, 'age', `${age}`];
  if (request.method === 'GET') {
    head.push('etag', kept.etag);
    if (hasEtag(request.headers['if-none-match'], kept.etag)) return void response.writeHead(304, head).end();
  }
  const gzipped = acceptsGzip(request.headers['accept-encoding']) ? gzipOf(kept) : null;
  if (gzipped !== null) head.push('content-encoding', 'gzip', 'vary', 'accept-encoding');
  const body = gzipped ?? kept.body;
  head.push('content-length', `${Buffer.byteLength(body)}`);
  response.writeHead(200, head).end(body);
}
