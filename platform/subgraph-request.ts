/** Hides how one process asks a subgraph a question directly, on behalf of a service or of a person whom it vouches for. */
import { z } from 'zod';
import { REQUEST_ID_HEADER } from './http-server.ts';
import { IDENTITY_HEADER } from './identity.ts';
import type { Identity, IdentitySigner } from './identity.ts';
import { DomainError } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { currentRequestId } from './request-scope.ts';
import { traceHeaders } from './tracing.ts';

const TIMEOUT_MS = 5_000;
const CODES: ReadonlySet<string> = new Set<ErrorCode>(['BAD_USER_INPUT', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED']);

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional(), field: z.string().optional() }).optional() })).optional(),
});

export type SubgraphRequest = {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly identity: Identity;
};

/** Asks; answers `data`. Throws the subgraph's first error as a DomainError, and anything else (down, slow, a bug) as an Error to retry. */
export type SubgraphClient = (request: SubgraphRequest) => Promise<Record<string, unknown>>;

/** A client of one subgraph; `audience` is its name, `url` its base address. */
export function createSubgraphRequest(options: { readonly url: string; readonly audience: string; readonly sign: IdentitySigner }): SubgraphClient {
  return async ({ query, variables, identity }) => {
    const response = await fetch(new URL('/graphql', options.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [IDENTITY_HEADER]: await options.sign(identity, options.audience),
        [REQUEST_ID_HEADER]: currentRequestId() ?? '',
        ...traceHeaders(),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { data, errors } = answerSchema.parse(await response.json());
    const [error] = errors ?? [];
    if (error !== undefined) throw toError(error, options.audience);
    if (data === null || data === undefined) throw new Error(`${options.audience} answered ${response.status} without data`);
    return data;
  };
}

function toError(error: { message: string; extensions?: { code?: string; field?: string } }, audience: string): Error {
  const code = error.extensions?.code;
  if (code === undefined || !isErrorCode(code)) return new Error(`${audience} failed: ${error.message}`);
  return new DomainError(code, error.message, error.extensions?.field === undefined ? {} : { field: error.extensions.field });
}

function isErrorCode(code: string): code is ErrorCode {
  return CODES.has(code);
}
