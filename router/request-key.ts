/** Hides what makes two requests the same. */
import type { IncomingHttpHeaders } from 'node:http';

const MAX_KEY_HEADER = 120;

/** As Node and Fastify have it. */
type Request = { readonly method?: string | undefined; readonly url?: string | undefined; readonly headers: IncomingHttpHeaders };

/** Equal only for requests with the same method, text and accepted types; null where that cannot be said. */
export function keyOf(request: Request, body: unknown): string | null {
  const { accept = '' } = request.headers;
  if (accept.length > MAX_KEY_HEADER) return null;
  if (request.method === 'GET') return isPreflighted(request) ? `GET ${accept}\n${searchOf(request)}` : null;
  return Buffer.isBuffer(body) ? `POST ${accept}\n${body.toString()}` : null;
}

/** The query string with its question mark, or nothing. */
export function searchOf({ url = '' }: Request): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}

/** What another site's page cannot send without asking first. Apollo Server refuses a GET without. */
function isPreflighted({ headers }: Request): boolean {
  return headers['apollo-require-preflight'] !== undefined || headers['x-apollo-operation-name'] !== undefined || headers['content-type'] === 'application/json';
}
