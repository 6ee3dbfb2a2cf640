import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, createRedis } from '#platform/redis.ts';
import type { Redis } from '#platform/redis.ts';
import { createViewerRecords, parseViewerChange, viewerChannel } from '#platform/viewer-records.ts';
import type { ViewerRecord } from '#platform/viewer-records.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { eventually } from '#tests/support/eventually.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

const record: ViewerRecord = {
  id: 'u1', version: 2, role: 'USER', disabled: false, verified: true, language: 'EN', timeZone: 'UTC', home: null, interests: [], tokensValidFrom: 0,
};
let redis: Redis;

beforeAll(async () => {
  const { redisUrl } = backingServices();
  redis = createRedis(redisUrl);
  await connectRedis(redis, redisUrl);
});
afterAll(() => redis.disconnect());

describe('a viewer record', () => {
  it('is never replaced by an older one', async () => {
    const records = createViewerRecords(redis, uniqueName('viewers'));
    await records.put(record);
    await records.put({ ...record, version: 1, role: 'ADMIN' });
    expect(await records.get('u1')).toEqual(record);
  });

  it('tells the routers when it changes', async () => {
    const prefix = uniqueName('viewers');
    const subscriber = redis.duplicate();
    const changes: unknown[] = [];
    await subscriber.subscribe(viewerChannel(prefix));
    subscriber.on('message', (_channel, message) => changes.push(parseViewerChange(message)));
    const records = createViewerRecords(redis, prefix);
    await records.put(record);
    await records.revokeSession('s1', 60);
    await eventually(() => expect(changes).toEqual([{ kind: 'viewer', id: 'u1' }, { kind: 'session', id: 's1' }]));
    subscriber.disconnect();
  });

  it('stays disabled once it is removed, and lapses', async () => {
    const prefix = uniqueName('viewers');
    const records = createViewerRecords(redis, prefix);
    await records.remove('u1', 60);
    await records.put(record);
    expect(await records.get('u1')).toMatchObject({ disabled: true });
    expect(await redis.ttl(`${prefix}:viewer:u1`)).toBeGreaterThan(0);
  });

  it('knows which sessions were signed out', async () => {
    const records = createViewerRecords(redis, uniqueName('viewers'));
    await records.revokeSession('s1', 60);
    expect([await records.isSessionRevoked('s1'), await records.isSessionRevoked('s2')]).toEqual([true, false]);
  });
});
