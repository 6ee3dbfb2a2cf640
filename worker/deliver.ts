/** Hides the delivery of one claimed mail: rendered, handed to its provider, and its outcome recorded. */
import { setTimeout } from 'node:timers/promises';
import type { DeliveryStore, Outcome } from '#mail/delivery-store.ts';
import type { JobOutcome, MailQueue } from '#mail/mail-queue.ts';
import type { DigestStore } from '#mail/digest-store.ts';
import type { Notification } from '#mail/notification.ts';
import type { Known } from '#mail/read-model.ts';
import { keptEvent } from '#mail/subject-schema.ts';
import { createTaskBatcher } from '#platform/batcher.ts';
import { REQUEST_ID_HEADER } from '#platform/http-server.ts';
import type { Log } from '#platform/log.ts';
import type { Admitted, Subject } from './admission.ts';
import { batchesOf } from './batches.ts';
import type { MailMetrics } from './mail-metrics.ts';
import type { Failover } from './providers/failover.ts';
import type { OutgoingMail, SendResult } from './providers/provider.ts';
import type { Attachment } from './templates/invitation.ts';
import type { MailRenderer } from './templates/render.ts';

export type DeliverOptions = {
  readonly deliveries: DeliveryStore;
  readonly digests: DigestStore;
  readonly queue: Pick<MailQueue, 'schedule'>;
  readonly failover: Failover;
  readonly render: MailRenderer;
  /** The calendar file that goes along, if any. */
  readonly attach: (subject: Subject) => Promise<readonly Attachment[]>;
  readonly metrics: MailMetrics;
  readonly messageIdDomain: string;
  /** Mails under way at once. */
  readonly concurrency: number;
  /** How long after its first transient failure a mail is tried again; doubled each time, at most half an hour. */
  readonly retryAfterMs: number;
  readonly log: Log;
  readonly clock: () => number;
  /** From 0 to 1, spreads retries. */
  readonly random: () => number;
};

const LONGEST_RETRY_MS = 1_800_000;
/** With the longest waits between them these span half a day: a provider that refuses one mail for so long will not take it. */
const MAX_ATTEMPTS = 30;
/** Half a minute together. */
const RECORD_RETRIES = 6;
const RECORD_RETRY_MS = 500;

/** Delivers what was admitted; never rejects for anything that the provider says. */
export function createDelivery(options: DeliverOptions): (admitted: Admitted) => Promise<JobOutcome> {
  const record = createTaskBatcher<Outcome>((outcomes) => options.deliveries.record(outcomes), batchesOf(options.concurrency));

  /** What is known now would be uncertain for ever if a database that is away for a moment could lose it. A digest that must wait again lets go of what it holds. */
  const recordSurely = async (outcome: Outcome, isDigest: boolean): Promise<void> => {
    for (let failures = 0; ; failures += 1) {
      try {
        if (isDigest && outcome.outcome === 'TRANSIENT_FAILURE') await options.digests.unseal(outcome.id, outcome.at);
        await record(outcome);
        return;
      } catch (error) {
        if (failures === RECORD_RETRIES) throw error;
        options.log.warn({ err: error, notificationId: outcome.id }, 'outcome not recorded yet');
        await setTimeout(RECORD_RETRY_MS * 2 ** failures);
      }
    }
  };

  return async ({ subject, items, provider }) => {
    const { notification } = subject;
    const mail = await compose(options, subject, items);
    const result: SendResult = mail === null ? { outcome: 'PERMANENT_FAILURE', detail: 'the mail could not be rendered' } : await provider.send(mail);
    const now = options.clock();
    if (mail !== null) options.failover.report(provider.name, result.outcome === 'TRANSIENT_FAILURE' && result.isDown, now);
    const outcome = outcomeOf(options, { notification, result, provider: provider.name, now });
    const isDigest = notification.kind === 'DIGEST';
    await recordSurely(outcome, isDigest);
    if (isDigest) await options.queue.schedule(await options.digests.settle([notification._id], new Date(now)), new Date(now));
    options.metrics.count(notification, outcome);
    options.log[outcome.outcome === 'ACCEPTED' ? 'info' : 'warn'](
      { notificationId: notification._id, kind: notification.kind, provider: provider.name, outcome: outcome.outcome, detail: outcome.detail },
      'mail delivery',
    );
    return outcome.outcome === 'TRANSIENT_FAILURE' ? { type: 'later', at: outcome.until.getTime() } : { type: 'done' };
  };
}

/** The Message-ID of a notification's revision: the same for every try of it. */
export function messageIdOf(notification: Pick<Notification, '_id' | 'revision'>, domain: string): string {
  return `<${notification._id}.${notification.revision}@${domain}>`;
}

async function compose({ render, attach, messageIdDomain, log }: DeliverOptions, subject: Subject, items: readonly Subject[]): Promise<OutgoingMail | null> {
  const { notification, event, recipient } = subject;
  try {
    const rendered = await render({
      notification,
      recipient: factsIn(recipient),
      event: factsIn(event) ?? keptEvent(notification.variables),
      items: items.map((item) => ({ notification: item.notification, event: factsIn(item.event) })),
    });
    const requestId: Record<string, string> = notification.requestId === null ? {} : { [REQUEST_ID_HEADER]: notification.requestId };
    return {
      ...rendered,
      to: notification.toEmail,
      messageId: messageIdOf(notification, messageIdDomain),
      headers: { ...rendered.headers, ...requestId },
      attachments: await attach(subject),
    };
  } catch (error) {
    log.error({ err: error, notificationId: notification._id, kind: notification.kind }, 'mail not rendered');
    return null;
  }
}

function factsIn<Facts>(known: Known<Facts>): Facts | null {
  return known.state === 'known' ? known.facts : null;
}

type Answer = { readonly notification: Notification; readonly result: SendResult; readonly provider: string; readonly now: number };

function outcomeOf(options: DeliverOptions, { notification, result, provider, now }: Answer): Outcome {
  const attempts = notification.attempts.length + 1;
  const common = { id: notification._id, revision: notification.revision, at: new Date(now), provider, detail: result.detail };
  if (result.outcome === 'ACCEPTED') return { ...common, outcome: 'ACCEPTED' };
  if (result.outcome !== 'TRANSIENT_FAILURE') return { ...common, outcome: result.outcome, reason: result.detail };
  if (attempts >= MAX_ATTEMPTS) return { ...common, outcome: 'PERMANENT_FAILURE', reason: `given up after ${attempts} attempts: ${result.detail}` };
  return { ...common, outcome: 'TRANSIENT_FAILURE', until: new Date(now + backoffMs(attempts, options)) };
}

/** Half of it certain, half of it chance, so that what failed together does not come back together. */
function backoffMs(attempts: number, { retryAfterMs, random }: Pick<DeliverOptions, 'retryAfterMs' | 'random'>): number {
  const full = Math.min(LONGEST_RETRY_MS, retryAfterMs * 2 ** (attempts - 1));
  return full / 2 + (full / 2) * random();
}
