/** Hides the wiring of a mail worker inside a test, on names and providers of its own. */
import { pino } from 'pino';
import { createReadModelStore } from '#mail/read-model-store.ts';
import { parseQuota } from '#mail/quota.ts';
import type { Quota } from '#mail/quota.ts';
import { createRegistry } from '#platform/metrics.ts';
import { createRedis } from '#platform/redis.ts';
import { createInvitations } from '#worker/invitations.ts';
import { createMailWorker } from '#worker/mail-worker.ts';
import type { MailWorker } from '#worker/mail-worker.ts';
import type { MailProvider } from '#worker/providers/provider.ts';
import { createSmtpProvider } from '#worker/providers/smtp.ts';
import type { MailRenderer } from '#worker/templates/render.ts';
import { backingServices } from './backing-services.ts';
import type { MailEngine } from './mail-engine.ts';

export const plainRender: MailRenderer = ({ notification }) =>
  Promise.resolve({ subject: notification.subject, html: `<p>${notification.content}</p>`, text: notification.content, headers: {} });

type WorkerChanges = {
  readonly quota?: string;
  readonly flushAt?: string;
  readonly providers?: readonly MailProvider[];
  readonly smtpUrl?: string;
  readonly concurrency?: number;
  readonly retryAfterMs?: number;
  readonly clock?: () => number;
  readonly render?: MailRenderer;
};

export type TestWorker = MailWorker & { [Symbol.asyncDispose](): Promise<void> };

export function quotaOf(text: string, flushAt: string | null = null): Quota {
  return { windows: parseQuota(text), timeZone: 'UTC', urgentReserve: 12, flushAt };
}

/** A worker that has not started; meant for `await using`. */
export function mailWorker(engine: MailEngine, changes: WorkerChanges = {}): TestWorker {
  const { redisUrl } = backingServices();
  const redis = createRedis(redisUrl);
  const concurrency = changes.concurrency ?? 5;
  const readModel = createReadModelStore(engine.db);
  const worker = createMailWorker({
    db: engine.db,
    redis,
    redisUrl,
    prefix: engine.name,
    quota: quotaOf(changes.quota ?? 'unlimited', changes.flushAt),
    concurrency,
    providers: changes.providers ?? [createSmtpProvider({ url: changes.smtpUrl ?? '', from: 'EventPost <hello@eventpost.example>', maxConnections: concurrency })],
    facts: readModel,
    attach: createInvitations({ versionOf: readModel.events.versionOf, publicUrl: 'http://eventpost.example' }),
    render: changes.render ?? plainRender,
    messageIdDomain: 'eventpost.example',
    retryAfterMs: changes.retryAfterMs ?? 200,
    registry: createRegistry('worker'),
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    clock: changes.clock ?? Date.now,
    random: () => 0.5,
  });
  return {
    ...worker,
    async [Symbol.asyncDispose]() {
      await worker.close();
      redis.disconnect();
    },
  };
}
