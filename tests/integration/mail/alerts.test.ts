import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '#platform/metrics.ts';
import { createRedis } from '#platform/redis.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { mailWorker } from '#tests/support/mail-worker.ts';
import { scheduleAll } from '#tests/support/scheduled.ts';
import { createAlerts } from '#worker/alerts.ts';

describe('when mails are predicted to miss their deadlines', () => {
  test('operators are told by mail on the urgent lane and by webhook, once an hour', async () => {
    await using engine = await mailEngine();
    await using worker = mailWorker(engine, { providers: [], quota: '2/hour,300/day' });
    const told: unknown[] = [];
    const webhook = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => told.push(JSON.parse(chunk.toString())));
      request.on('end', () => response.end());
    });
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
    const redis = createRedis(backingServices().redisUrl);
    const registry = createRegistry('worker');
    const alert = createAlerts({
      ...worker, redis, prefix: engine.name, registry, log: pino({ level: 'silent' }), clock: Date.now,
      email: 'operators@eventpost.example', webhookUrl: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}`, dashboardUrl: 'http://localhost:4010',
    });
    await alert();
    expect(told).toEqual([]);
    const deadline = new Date(Date.now() + 60_000);
    await scheduleAll(engine, Array.from({ length: 5 }, () => ({ deadline })));
    await alert();
    await alert();
    expect(told).toMatchObject([{ type: 'mail.predicted-misses', firstMissAt: deadline.toISOString() }]);
    const mails = (await engine.store.page({ kinds: ['CUSTOM'] }, { limit: 50, after: null }, new Date())).filter(({ lane }) => lane === 'urgent');
    expect(mails).toMatchObject([{ toEmail: 'operators@eventpost.example', state: 'PENDING' }]);
    expect(await engine.queue.counts('urgent')).toMatchObject({ waiting: 1 });
    expect(await registry.metrics()).toMatch(/^mail_alerts\{[^}]*\} 1$/m);
    redis.disconnect();
    webhook.close();
  });
});
