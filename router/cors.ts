/** Hides which web pages may call the API. */
import type { FastifyCorsOptions } from '@fastify/cors';

/** Apollo's hosted Sandbox and Explorer, which people open the API with; everything is signed by bearer token, so no cookie is at stake. */
const APOLLO = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com', 'https://explorer.embed.apollographql.com'];

const EXPOSED = ['x-request-id', 'retry-after', 'age', 'etag'];

/** Which origins may call: all, or these; `origins` is a comma-separated list, or `*`. */
function allowedOrigins(origins: string): true | string[] {
  const listed = origins.split(',').map((origin) => origin.trim()).filter((origin) => origin !== '');
  return listed.includes('*') ? true : [...new Set([...APOLLO, ...listed])];
}

/** What `@fastify/cors` is told. */
export function corsOptions(origins: string): FastifyCorsOptions {
  return {
    origin: allowedOrigins(origins),
    methods: ['GET', 'POST'],
    allowedHeaders: ['content-type', 'authorization', 'accept', 'apollo-require-preflight', 'x-apollo-operation-name', 'apollographql-client-name', 'apollographql-client-version', 'x-request-id'],
    exposedHeaders: EXPOSED,
    maxAge: 86_400,
    strictPreflight: false,
  };
}

/** The headers that `@fastify/cors`, so told, gives an answer to a page of that origin: names and values in turn. */
export function corsHeaders(origins: string): (origin: string | undefined) => readonly string[] {
  const allowed = allowedOrigins(origins);
  const always = ['vary', 'Origin', 'access-control-expose-headers', EXPOSED.join(', ')];
  return (origin) => (origin && (allowed === true || allowed.includes(origin)) ? [...always, 'access-control-allow-origin', origin] : always);
}
