import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { PASSWORD } from '#tests/support/people.ts';
import { startStack } from '#tests/support/processes.ts';
import type { RunningStack } from '#tests/support/processes.ts';
import { startTraceCollector } from '#tests/support/trace-collector.ts';
import type { CollectedSpan, TraceCollector } from '#tests/support/trace-collector.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

let [stack, collector]: [RunningStack | null, TraceCollector | null] = [null, null];
beforeAll(async () => {
  collector = await startTraceCollector();
  stack = await startStack({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
}, 120_000);
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  await collector?.[Symbol.asyncDispose]();
});

describe('the trace of a sign-up', () => {
  const requestId = randomUUID();
  const email = `${uniqueName('traced')}@example.org`;
  const spansOfTrace = (): readonly CollectedSpan[] => (collector?.spans ?? []).filter(({ traceId }) => traceId === requestId.replaceAll('-', ''));

  it('bears the id of the request, and reaches from the router to the mail', async () => {
    const query = 'mutation SignUp($input: SignUpInput!) { signUp(input: $input) { user { id } } }';
    const response = await fetch(stack?.graphqlUrl ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId },
      body: JSON.stringify({ query, variables: { input: { email, password: PASSWORD, displayName: 'Traced' } } }),
    });
    expect(await response.json()).toMatchObject({ data: { signUp: { user: {} } } });

    const spans = await eventually(() => {
      const found = spansOfTrace();
      expect(found.map(({ service, name }) => `${service}: ${name}`)).toEqual(expect.arrayContaining(['router: POST /graphql', 'router: ask users', 'users: POST /graphql', 'worker: deliver mail']));
      return found;
    }, { timeoutMs: 30_000 });
    const asking = spans.find(({ name }) => name === 'ask users');
    expect(spans.find(({ service, name }) => service === 'users' && name === 'POST /graphql')?.parentSpanId).toBe(asking?.spanId);
  });

  it('holds nothing personal', () => {
    expect(spansOfTrace()).not.toEqual([]);
    expect(JSON.stringify(collector?.spans)).not.toContain(email);
    expect(JSON.stringify(collector?.spans)).not.toContain(PASSWORD);
  });
});
