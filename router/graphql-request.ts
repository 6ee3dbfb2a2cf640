/** Hides how an HTTP request becomes a GraphQL request, or a reason why not. */
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { Refusal } from './router-errors.ts';
import { badRequest } from './router-errors.ts';

export type GraphQLRequest = {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly persistedHash: string | undefined;
  /** As Apollo Server wants it: the parsed body of a POST. */
  readonly body: unknown;
};

const absent = <T>(value: T | null | undefined) => value ?? undefined;
const requestSchema = z.object({
  query: z.string().nullish().transform(absent),
  operationName: z.string().nullish().transform(absent),
  variables: z.record(z.string(), z.unknown()).nullish().transform((value) => value ?? {}),
  extensions: z.looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string().optional() }).optional() }).nullish(),
});

/** Reads the body of a POST. */
export function fromBody(bytes: Buffer): GraphQLRequest | Refusal {
  if (!isUtf8(bytes)) return badRequest('The body is not UTF-8.');
  const body = parseJson(bytes.toString());
  if (body === undefined) return badRequest('The body is not JSON.');
  if (Array.isArray(body)) return badRequest('Send one operation at a time; batches are not supported.');
  return toRequest(body);
}

/** Reads the query string of a GET (`?query=…&variables=…`). */
export function fromSearch(search: string): GraphQLRequest | Refusal {
  const parameters = new URLSearchParams(search);
  const body: Record<string, unknown> = {};
  for (const [name, value] of parameters) {
    if (name in body) return badRequest(`The parameter ${name} is there twice.`);
    const parsed = name === 'variables' || name === 'extensions' ? parseJson(value) : value;
    if (parsed === undefined) return badRequest(`The parameter ${name} is not JSON.`);
    body[name] = parsed;
  }
  return toRequest(body);
}

function toRequest(body: unknown): GraphQLRequest | Refusal {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return badRequest('A GraphQL request is an object with a text "query", and maybe "variables", "operationName" and "extensions".');
  const { query, operationName, variables, extensions } = parsed.data;
  const persistedHash = extensions?.persistedQuery?.sha256Hash;
  if (query === undefined && persistedHash === undefined) return badRequest('A GraphQL request holds a non-empty "query", or the hash of a persisted one.');
  return { query, operationName, variables, persistedHash, body };
}

/** JSON may escape half a surrogate pair, which is no character: what is stored with it cannot be read by others than JavaScript. */
const HALF_A_PAIR = /\\u[dD][89a-fA-F]/;

function parseJson(text: string): unknown {
  try {
    return HALF_A_PAIR.test(text) ? JSON.parse(text, wellFormed) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) throw new SyntaxError('half a surrogate pair');
  return value;
}

/** Tells the two kinds of outcome apart. */
export function isRefusal(outcome: GraphQLRequest | Refusal): outcome is Refusal {
  return 'status' in outcome;
}
