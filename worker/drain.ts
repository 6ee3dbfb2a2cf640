/** Hides the worker's two lanes: jobs are fetched, admitted one batch at a time, and only sent concurrently. */
import { consumeMail } from '#mail/mail-queue.ts';
import type { JobOutcome, MailJob } from '#mail/mail-queue.ts';
import type { Lane } from '#mail/notification.ts';
import type { Log } from '#platform/log.ts';
import { inRequestScope } from '#platform/request-scope.ts';
import { inSpan, SpanKind } from '#platform/tracing.ts';
import type { Admission, Admitted } from './admission.ts';

type DrainOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  /** Mails under way at once, in each lane. */
  readonly concurrency: number;
  readonly admissions: Readonly<Record<Lane, (job: MailJob) => Promise<Admission>>>;
  readonly deliver: (admitted: Admitted) => Promise<JobOutcome>;
  readonly log: Log;
};

export type Drain = { readonly close: () => Promise<void> };

/** Sends until closed; closing waits for the mails under way. */
export function startDrain({ redisUrl, prefix, concurrency, admissions, deliver, log }: DrainOptions): Drain {
  const handleIn = (lane: Lane) => async (job: MailJob): Promise<JobOutcome> => {
    const admission = await admissions[lane](job);
    if (admission.type !== 'send') return admission;
    const { requestId, kind } = admission.subject.notification;
    const span = { kind: SpanKind.CONSUMER, attributes: { 'eventpost.mail.kind': kind, 'eventpost.mail.lane': lane } };
    return inRequestScope(requestId ?? `mail-${job.id}`, () => inSpan('deliver mail', span, () => deliver(admission)));
  };
  const consumers = (['ordinary', 'urgent'] as const).map((lane) =>
    consumeMail({ redisUrl, prefix, lane, concurrency, handle: handleIn(lane), onError: (error) => log.warn({ err: error, lane }, 'mail queue disturbed') }),
  );
  return {
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()));
    },
  };
}
