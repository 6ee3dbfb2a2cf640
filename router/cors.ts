/** Hides which web pages may call the API. */
import type { FastifyCorsOptions } from '@fastify/cors';

/** Apollo's hosted Sandbox and Explorer, which people open the API with; everything is signed by bearer token, so no cookie is at stake. */
const APOLLO = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com', 'https://explorer.embed.apollographql.com'];

/** `origins` is a comma-separated list, or `*`. */
export function corsOptions(origins: string): FastifyCorsOptions {
  const listed = origins.split(',').map((origin) => origin.trim()).filter((origin) => origin !== '');
  return {
    origin: listed.includes('*') ? true : [...new Set([...APOLLO, ...listed])],
    methods: ['GET', 'POST'],
    allowedHeaders: ['content-type', 'authorization', 'accept', 'apollo-require-preflight', 'x-apollo-operation-name', 'apollographql-client-name', 'apollographql-client-version', 'x-request-id'],
    exposedHeaders: ['x-request-id', 'retry-after', 'age', 'etag'],
    maxAge: 86_400,
    strictPreflight: false,
  };
}
