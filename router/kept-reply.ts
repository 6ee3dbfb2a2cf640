/** Hides how a kept answer is sent: age, entity tag (RFC 9110), compression. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptsGzip } from './accepted-encoding.ts';
import { hasEtag } from './etag.ts';
import { gzipOf } from './response-cache.ts';
import type { KeptAnswer } from './response-cache.ts';

/** Sends it, or 304 where the client says that it has it. */
export function sendKept(request: FastifyRequest, reply: FastifyReply, kept: KeptAnswer): FastifyReply {
  const headers: Record<string, string> = {
    'content-type': kept.contentType,
    'cache-control': `max-age=${kept.maxAgeSeconds}, public`,
    age: String(Math.floor((Date.now() - kept.storedAt) / 1_000)),
  };
  if (request.method === 'GET') {
    headers['etag'] = kept.etag;
    if (hasEtag(request.headers['if-none-match'], kept.etag)) return reply.code(304).headers(headers).send();
  }
  const gzipped = acceptsGzip(request.headers['accept-encoding']) ? gzipOf(kept) : null;
  if (gzipped === null) return reply.headers(headers).send(kept.body);
  return reply.headers({ ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' }).send(gzipped);
}
