import { describe, expect, test } from 'vitest';
import { createLedger } from '#mail/ledger.ts';
import type { Ledger } from '#mail/ledger.ts';
import type { MailSettings } from '#mail/mail-controls.ts';
import { parseQuota } from '#mail/quota.ts';
import { createRedis } from '#platform/redis.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

const NOON = Date.parse('2100-03-01T12:00:00Z');
const LATE = Date.parse('2100-03-01T23:30:00Z');

function settingsOf(quota: string, changes: Partial<MailSettings> = {}): MailSettings {
  return { revision: 0, quota: { windows: parseQuota(quota), timeZone: 'UTC', urgentReserve: 12, flushAt: '23:05' }, pause: null, ...changes };
}

async function ledgerFor(settings: MailSettings) {
  const redis = createRedis(backingServices().redisUrl);
  const prefix = uniqueName('ledger');
  const ledger = createLedger(redis, prefix);
  await ledger.confirm(settings, [], NOON);
  const another = () => createLedger(redis.duplicate(), prefix);
  return { ledger, another, redis, prefix, [Symbol.asyncDispose]: async () => void (await redis.quit()) };
}

const ordinary = { lane: 'ordinary', wanted: 1, now: NOON, credits: null } as const;

async function take(ledger: Ledger, request: Parameters<Ledger['reserve']>[0]): Promise<number> {
  const tokens = await ledger.reserve(request);
  return tokens.state === 'answered' ? tokens.granted : Number.NaN;
}

describe('the ledger', () => {
  test('gives exactly what the tightest window has, whoever asks at once', async () => {
    const settings = settingsOf('50/hour,300/day');
    await using given = await ledgerFor(settings);
    const workers = Array.from({ length: 8 }, given.another);
    const granted = await Promise.all(Array.from({ length: 400 }, (_, index) => take(workers[index % 8] ?? given.ledger, { ...ordinary, settings })));
    expect(granted.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect((await given.ledger.windows(settings, NOON)).map(({ used }) => used)).toEqual([50, 50]);
  });

  test('says from when on asking is of use again', async () => {
    const settings = settingsOf('12/hour,300/day');
    await using given = await ledgerFor(settings);
    const tokens = await given.ledger.reserve({ ...ordinary, settings, wanted: 20 });
    expect(tokens).toMatchObject({ granted: 12, retryAt: Date.parse('2100-03-01T13:00:00Z') });
  });

  test('lets urgent mail exceed the hour but never the day, and keeps its reserve from ordinary mail', async () => {
    const settings = settingsOf('12/hour,30/day');
    await using given = await ledgerFor(settings);
    expect(await take(given.ledger, { ...ordinary, settings, wanted: 100 })).toBe(12);
    expect(await take(given.ledger, { ...ordinary, settings, wanted: 100, now: NOON + 3_600_000 })).toBe(6);
    expect(await take(given.ledger, { ...ordinary, settings, lane: 'urgent', wanted: 100 })).toBe(12);
    expect(await take(given.ledger, { ...ordinary, settings, lane: 'urgent' })).toBe(0);
  });

  test('lifts the hour in the flush, up to the credits that the provider has left', async () => {
    const settings = settingsOf('12/hour,300/day');
    await using given = await ledgerFor(settings);
    await given.ledger.confirm(settings, [], LATE);
    expect(await take(given.ledger, { ...ordinary, settings, now: LATE, wanted: 500, credits: 52 })).toBe(40);
    expect(await take(given.ledger, { ...ordinary, settings, now: LATE, wanted: 500 })).toBe(248);
  });

  test('counts nothing and refuses nothing without windows', async () => {
    const settings = settingsOf('unlimited');
    await using given = await ledgerFor(settings);
    expect(await take(given.ledger, { ...ordinary, settings, wanted: 1_000 })).toBe(1_000);
    expect(await given.ledger.windows(settings, NOON)).toEqual([]);
  });

  test('keeps its counts when the quota changes', async () => {
    const settings = settingsOf('12/hour,300/day');
    await using given = await ledgerFor(settings);
    await take(given.ledger, { ...ordinary, settings, wanted: 12 });
    const more = settingsOf('20/hour,300/day', { revision: 1 });
    await given.ledger.announce(1);
    expect(await given.ledger.reserve({ ...ordinary, settings })).toEqual({ state: 'unconfirmed' });
    await given.ledger.confirm(more, [], NOON);
    expect(await take(given.ledger, { ...ordinary, settings: more, wanted: 100 })).toBe(8);
    expect(await given.ledger.confirm(settings, [], NOON)).toBe(false);
  });

  test('gives nothing in a Redis that lost its counts, before they are raised to the recorded attempts', async () => {
    const settings = settingsOf('12/hour,300/day');
    await using given = await ledgerFor(settings);
    await given.redis.del(...(await given.redis.keys(`${given.prefix}:*`)));
    expect(await given.ledger.reserve({ ...ordinary, settings })).toEqual({ state: 'unconfirmed' });
    const attempts = [NOON - 7_200_000, NOON - 5, NOON - 4, NOON - 3].map((at) => new Date(at));
    await given.ledger.confirm(settings, attempts, NOON - 1);
    expect((await given.ledger.windows(settings, NOON)).map(({ used }) => used)).toEqual([0, 4]);
    expect(await take(given.ledger, { ...ordinary, settings, wanted: 100 })).toBe(12);
  });

  test('gives nothing in a Redis that is another process than the one confirmed', async () => {
    const settings = settingsOf('12/hour,300/day');
    await using given = await ledgerFor(settings);
    await given.redis.hset(`${given.prefix}:mail-ledger`, 'run', 'the one of yesterday');
    expect(await given.ledger.reserve({ ...ordinary, settings })).toEqual({ state: 'unconfirmed' });
  });
});
