/** Hides which failed operations are worth a line in the log. */
import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { DomainError } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import type { RequestContext } from './request-context.ts';
import { UNAVAILABLE } from './subgraph-failure.ts';

/** Failures that come from a request rather than from us. */
const EXPECTED = new Set([
  'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'BAD_REQUEST', 'PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_RESOLUTION_FAILURE', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED',
]);

/** One line for each operation that failed unexpectedly: an outage has an error for each of its fields. */
export function failureLogging(log: Log): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors: ({ errors, operationName }) => {
          const unexpected = errors.filter((error) => !(unwrapResolverError(error) instanceof DomainError) && !EXPECTED.has(String(error.extensions['code'] ?? '')));
          const [first] = unexpected;
          if (first === undefined) return Promise.resolve();
          const fields = { errors: unexpected.length, operation: operationName, path: first.path?.join('.'), code: first.extensions['code'] };
          // Each subgraph's client says when it goes away; during an outage every operation fails.
          if (first.extensions['code'] === UNAVAILABLE) log.debug(fields, 'operation without a subgraph');
          else log.error({ ...fields, err: unwrapResolverError(first) }, 'operation failed');
          return Promise.resolve();
        },
      }),
  };
}
