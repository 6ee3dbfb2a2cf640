import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { createChangeAnnouncer } from '#platform/change-announcer.ts';
import { createRedis } from '#platform/redis.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { eventually } from '#tests/support/eventually.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

const lines: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
const CHANGES = [{ tags: ['Event:a', 'Topic'], requestId: 'one' }, { tags: ['User:b'], requestId: null }] as const;

describe('announcing changes', () => {
  const redis = createRedis(backingServices().redisUrl);
  const subscriber = createRedis(backingServices().redisUrl);
  afterAll(() => {
    redis.disconnect();
    subscriber.disconnect();
  });

  it('tells each change by itself, in order', async () => {
    const prefix = uniqueName('changes');
    const heard: unknown[] = [];
    subscriber.on('message', (_channel, message) => void heard.push(JSON.parse(message)));
    await subscriber.subscribe(`${prefix}:changed`);
    await createChangeAnnouncer(redis, prefix, log)(CHANGES);
    await eventually(() => expect(heard).toEqual(CHANGES));
  });

  it('says in the log that Redis is away, and lets the change stand', async () => {
    const away = createRedis('redis://127.0.0.1:1');
    await createChangeAnnouncer(away, uniqueName('changes'), log)(CHANGES);
    away.disconnect();
    expect(lines.join('')).toContain('change not announced');
  });
});
