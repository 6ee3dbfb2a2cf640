import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#embedded/ports.ts';
import { eventually } from '#tests/support/eventually.ts';
import { graphql } from '#tests/support/graphql-client.ts';
import { stackEnvironment, startProcess } from '#tests/support/processes.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter({ RESPONSE_CACHE: 'false' });
});
afterAll(() => router[Symbol.asyncDispose]());

const query = '{ events(first: 2) { edges { node { title organizer { id displayName } } } } topics { name } }';
const ask = () => graphql(router.graphqlUrl, { query });

describe('when a subgraph is down', () => {
  it('its fields are null with an error each, the rest answers, and all is well as soon as it is back', async () => {
    expect((await ask()).errors).toEqual([]);
    await router.stop('users');
    const { status, data, errors } = await ask();
    expect(status).toBe(200);
    expect(data).toMatchObject({ events: { edges: [{ node: { title: 'Event 0', organizer: null } }, { node: { title: 'Event 1' } }] }, topics: [{ name: 'jazz' }] });
    expect(errors.map(({ path, extensions }) => `${path?.join('.')} ${String(extensions?.['code'])}`)).toEqual([
      'events.edges.0.node.organizer.displayName SERVICE_UNAVAILABLE',
      'events.edges.1.node.organizer.displayName SERVICE_UNAVAILABLE',
    ]);
    expect((await fetch(`${router.url}/health/ready`)).status).toBe(200);
    await router.restart('users');
    await expect.poll(async () => (await ask()).errors, { timeout: 2_000 }).toEqual([]);
  });

  it('gives that subgraph a rest: it is not asked again and again', async () => {
    await router.stop('users');
    const before = performance.now();
    for (let n = 0; n < 20; n += 1) await ask();
    expect(performance.now() - before).toBeLessThan(10_000);
    const metrics = await (await fetch(`${router.url}/metrics`)).text();
    expect(metrics).toMatch(/router_subgraph_unavailable_total\{subgraph="users".*\} [1-9]/);
    await router.restart('users');
    await expect.poll(async () => (await ask()).errors, { timeout: 2_000 }).toEqual([]);
  });
});

describe('when the process of a subgraph is killed', () => {
  it('only its fields fail, with a code, and it is found again by itself on its address', async () => {
    const port = await freePort();
    await using router = await startRouter({ RESPONSE_CACHE: 'false', USERS_URL: `http://127.0.0.1:${port}` });
    const users = { entry: 'subgraphs/users/main.ts', port, env: await stackEnvironment({ IDENTITY_SECRET: router.env.IDENTITY_SECRET }) };
    const killed = await startProcess(users);
    const ask = () => graphql(router.graphqlUrl, { query: '{ user(id: "0193f000-0000-7000-8000-000000000001") { id } events(first: 1) { edges { node { title } } } }' });
    const events = { edges: [{ node: { title: 'Event 0' } }] };
    expect(await ask()).toMatchObject({ data: { user: null, events }, errors: [] });

    killed.kill('SIGKILL');
    await killed.exited;
    // More often than the circuit breaker tolerates, so that it must close again, too.
    for (let n = 0; n < 10; n += 1) {
      const { status, data, errors } = await ask();
      expect({ status, data }).toEqual({ status: 200, data: { user: null, events } });
      expect(errors.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([[['user'], 'SERVICE_UNAVAILABLE']]);
    }

    await using _restarted = await startProcess(users);
    await eventually(async () => expect(await ask()).toMatchObject({ data: { user: null, events }, errors: [] }));
  });
});

describe('when every subgraph is down', () => {
  it('the router says that it is not ready', async () => {
    await Promise.all((['users', 'events', 'notifications'] as const).map((name) => router.stop(name)));
    expect((await fetch(`${router.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${router.url}/health/live`)).status).toBe(200);
    const { status, data, errors } = await ask();
    expect(status).toBe(200);
    expect(data).toBeNull();
    expect(errors[0]).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    await Promise.all((['users', 'events', 'notifications'] as const).map((name) => router.restart(name)));
    await expect.poll(async () => (await ask()).errors, { timeout: 2_000 }).toEqual([]);
  });
});
