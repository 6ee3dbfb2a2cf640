import { describe, expect, test } from 'vitest';
import { createFailover } from '#worker/providers/failover.ts';
import type { MailProvider } from '#worker/providers/provider.ts';

function provider(name: string): MailProvider {
  return { name, send: () => Promise.resolve({ outcome: 'ACCEPTED', detail: '' }), credits: () => Promise.resolve(null), isUp: () => Promise.resolve(true), hasAccepted: () => Promise.resolve(null), close: () => Promise.resolve() };
}

const fail = (failover: ReturnType<typeof createFailover>, now: number, times = 3) => {
  for (let time = 0; time < times; time += 1) failover.report('smtp', true, now);
};

describe('failover', () => {
  test('prefers the first provider while it is up, through single failures', () => {
    const failover = createFailover([provider('smtp'), provider('brevo')]);
    fail(failover, 0, 2);
    expect(failover.choose(0)).toMatchObject({ provider: { name: 'smtp' }, budget: Number.POSITIVE_INFINITY });
  });

  test('goes on to the next one after three failures in a row, and tries the first again with a single mail', () => {
    const failover = createFailover([provider('smtp'), provider('brevo')]);
    fail(failover, 0);
    expect(failover.choose(1_000)).toMatchObject({ provider: { name: 'brevo' } });
    expect(failover.choose(5_000)).toMatchObject({ provider: { name: 'smtp' }, budget: 1 });
    failover.begin('smtp', 5_000);
    expect(failover.choose(5_001)).toMatchObject({ provider: { name: 'brevo' } });
    failover.report('smtp', false, 6_000);
    expect(failover.choose(6_001)).toMatchObject({ provider: { name: 'smtp' }, budget: Number.POSITIVE_INFINITY });
  });

  test('waits longer after each failed trial', () => {
    const failover = createFailover([provider('smtp')]);
    fail(failover, 0);
    expect(failover.choose(1)).toEqual({ provider: null, retryAt: 5_000 });
    fail(failover, 5_000, 1);
    expect(failover.choose(5_001)).toEqual({ provider: null, retryAt: 15_000 });
  });
});
