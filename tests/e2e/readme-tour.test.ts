import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCommand, startChild } from '#embedded/child.ts';
import { graphql } from '#tests/support/graphql-client.ts';
import { startStack } from '#tests/support/processes.ts';
import type { RunningStack } from '#tests/support/processes.ts';

const readme = readFileSync('README.md', 'utf8');
const operations = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map((match) => ({ name: nameOf(match[1] ?? ''), query: match[1] ?? '' }));

let stack: RunningStack;
let token: string | undefined;

beforeAll(async () => {
  stack = await startStack();
  const { exited } = startChild({ ...nodeCommand('cli/demo.ts'), env: { PATH: process.env['PATH'], ...stack.environment }, onLine: () => {} });
  if ((await exited).code !== 0) throw new Error('the demo data could not be loaded');
});
afterAll(() => stack[Symbol.asyncDispose]());

function nameOf(query: string): string {
  const [definition] = parse(query).definitions;
  return definition?.kind === 'OperationDefinition' ? (definition.name?.value ?? '') : '';
}

describe('the tour in the README', () => {
  it('has five stops', () => {
    expect(operations.map(({ name }) => name)).toEqual(['NearLisbon', 'SignIn', 'RemindMe', 'Attend', 'ForMe']);
  });

  it.each(operations)('$name works as pasted', async ({ query }) => {
    const { data, errors } = await graphql<{ signIn?: { session: { accessToken: string } } }>(stack.graphqlUrl, { query, token });
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).not.toMatch(/:null|"edges":\[\]/);
    token = data?.signIn?.session.accessToken ?? token;
  });
});
