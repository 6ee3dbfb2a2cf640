import { GraphQLError, buildSchema, graphqlSync } from 'graphql';
import { expect, test } from 'vitest';
import { badInput } from '#platform/errors.ts';
import { formatError } from '#platform/graphql-errors.ts';

const schema = buildSchema('input In { name: String! place: Place tags: [Int!] } input Place { latitude: Float! } type Query { ask(input: In!): Int }');

/** What a client is told of variables that do not fit, as Apollo Server would hand it over. */
function toldOf(input: unknown) {
  const [error] = graphqlSync({ schema, source: 'query ($input: In!) { ask(input: $input) }', variableValues: { input } }).errors ?? [];
  if (error === undefined) throw new Error('the variables fit');
  return formatError({ message: error.message, extensions: { code: 'BAD_USER_INPUT' } }, error).extensions;
}

test.each([
  ['name', { name: 1 }],
  ['name', {}],
  ['place.latitude', { name: 'x', place: { latitude: 'north' } }],
  ['tags[1]', { name: 'x', tags: [1, 'two'] }],
])('a variable that does not fit names its field %s', (field, input) => {
  expect(toldOf(input)).toEqual({ code: 'BAD_USER_INPUT', field });
});

test('a refusal of ours keeps its own field', () => {
  const error = new GraphQLError('no', { path: ['signUp'], originalError: badInput('email', 'no') });
  expect(formatError({ message: 'no', path: ['signUp'] }, error)).toEqual({ message: 'no', path: ['signUp'], extensions: { code: 'BAD_USER_INPUT', field: 'email' } });
});

test('a bug says nothing of itself', () => {
  const told = formatError({ message: 'password hunter2 at db:27017', extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: ['x'] } }, new Error('password hunter2 at db:27017'));
  expect(told).toEqual({ message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: null } });
});
