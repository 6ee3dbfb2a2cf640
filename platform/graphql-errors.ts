/** Hides how failures look to a client: expected ones with their code, bugs masked with the request id. */
import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { DomainError } from './errors.ts';
import type { Log } from './log.ts';
import { currentRequestId } from './request-scope.ts';

/** Codes that Apollo Server gives to requests it refuses; their messages speak of the request only. */
const REQUEST_CODES = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'BAD_REQUEST', 'PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_RESOLUTION_FAILURE', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED',
]);

/** Apollo Server's `formatError`. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const { locations, path } = formatted;
  const place = { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) };
  if (cause instanceof DomainError) return { message: cause.message, ...place, extensions: extensionsOf(cause) };
  if (isRequestError(formatted)) {
    const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
    return { message: formatted.message, ...place, extensions: { ...fieldOf(formatted), ...extensions } };
  }
  return { message: 'Something went wrong on our side.', ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: currentRequestId() } };
}

/** Which field a variable's wrong value is at, as graphql-js words it, so that a form finds it where our own refusals put it. */
function fieldOf({ message, extensions }: GraphQLFormattedError): { readonly field?: string } {
  if (extensions?.['code'] !== 'BAD_USER_INPUT' || !message.startsWith('Variable "$')) return {};
  const field = / at "(?:input\.)?([\w.[\]]+)"; /.exec(message)?.[1] ?? /; Field "(\w+)" of required type/.exec(message)?.[1];
  return field === undefined ? {} : { field };
}

/** The `extensions` of an expected failure. */
export function extensionsOf(error: DomainError): Record<string, unknown> {
  return {
    code: error.code,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
  };
}

function isRequestError(formatted: GraphQLFormattedError): boolean {
  return REQUEST_CODES.has(String(formatted.extensions?.['code']));
}

/** Logs what was masked; expected failures are not logged as errors. */
export function errorLogging<Context extends BaseContext>(log: Log): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors: ({ errors }) => {
          for (const error of errors) {
            const cause = unwrapResolverError(error);
            if (cause instanceof DomainError || (error instanceof GraphQLError && isRequestError(error.toJSON()))) continue;
            log.error({ err: cause, path: error.path?.join('.') }, 'request failed');
          }
          return Promise.resolve();
        },
      }),
  };
}
