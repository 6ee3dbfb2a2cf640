/** Hides how the router's own refusals and failures look to a client. */
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { DomainError } from '#platform/errors.ts';
import { extensionsOf, formatError } from '#platform/graphql-errors.ts';
import { OperationLimitError } from './limits/limits.ts';
import { UNAVAILABLE } from './subgraph-failure.ts';

/** An answer given without executing anything. */
export type Refusal = { readonly status: number; readonly body: string; readonly code: string; readonly headers: Readonly<Record<string, string>> };

const STATUS: Readonly<Partial<Record<DomainError['code'], number>>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, RATE_LIMITED: 429 };

/** What is answered to a request that is refused; undefined for an error that is no refusal but a bug. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof OperationLimitError) return refusal(400, error.message, { code: 'OPERATION_LIMIT_EXCEEDED', limit: error.limit });
  if (error instanceof GraphQLError) return refusal(400, error.message, { code: /tokens\. Parsing aborted/.test(error.message) ? 'OPERATION_LIMIT_EXCEEDED' : 'GRAPHQL_PARSE_FAILED' });
  if (!(error instanceof DomainError)) return undefined;
  const headers: Record<string, string> = {};
  if (error.retryAfter !== undefined) headers['retry-after'] = String(error.retryAfter);
  if (error.code === 'UNAUTHENTICATED') headers['www-authenticate'] = 'Bearer';
  return { ...refusal(STATUS[error.code] ?? 400, error.message, extensionsOf(error)), headers };
}

/** A request that is malformed rather than refused by a rule of ours. */
export function badRequest(message: string): Refusal {
  return refusal(400, message, { code: 'BAD_REQUEST' });
}

/** A document in which the operation to run cannot be told, or is of a kind that is not served. */
export function unknownOperation(message: string): Refusal {
  return refusal(400, message, { code: 'OPERATION_RESOLUTION_FAILURE' });
}

/** Something of ours does not work right now; trying again helps. */
export function unavailable(requestId: string): Refusal {
  return refusal(503, 'The service is not available right now.', { code: UNAVAILABLE, requestId });
}

function refusal(status: number, message: string, extensions: Readonly<Record<string, unknown>>): Refusal {
  return { status, body: JSON.stringify({ errors: [{ message, extensions }] }), code: String(extensions['code']), headers: {} };
}

/** Apollo Server's `formatError`: what the subgraphs said, without telling which of them said it. */
export function formatRouterError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { serviceName: _, ...said } = formatted.extensions ?? {};
  const field = said['code'] === 'BAD_USER_INPUT' && said['field'] === undefined ? wrongField(formatted.message) : undefined;
  const extensions = field === undefined ? said : { ...said, field };
  if (extensions['code'] === UNAVAILABLE) return { message: formatted.message, ...(formatted.path === undefined ? {} : { path: formatted.path }), extensions };
  return formatError({ ...formatted, extensions }, error);
}

const WRONG_VALUE = /^Variable "\$\w+" got invalid value .*? at "\w+\.(?<field>[^"]+)"; /s;
const MISSING_FIELD = /; Field "(?<field>\w+)" of required type "[^"]+" was not provided\.$/;

/** The input field that a variable's value is wrong at, which graphql-js tells in its message only: `i.reminderBefore[0]` is `reminderBefore`. */
function wrongField(message: string): string | undefined {
  const places = [WRONG_VALUE.exec(message)?.groups?.['field'], MISSING_FIELD.exec(message)?.groups?.['field']].filter((place) => place !== undefined);
  return places.length === 0 ? undefined : places.join('.').replaceAll(/\[\d+\]/g, '');
}
