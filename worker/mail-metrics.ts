/** Hides what operators can measure of mail. */
import type { Outcome } from '#mail/delivery-store.ts';
import type { Notification } from '#mail/notification.ts';
import { priorityOf } from '#mail/priority.ts';
import { Counter, Gauge } from '#platform/metrics.ts';
import type { Registry } from '#platform/metrics.ts';

export type MailMetrics = { readonly count: (notification: Notification, outcome: Outcome) => void };

/** Counts of this process. Priorities are ten-minute steps; as labels they are rounded to the hour, and only recent ones exist. */
export function createMailMetrics(registry: Registry): MailMetrics {
  const registers = [registry];
  const sent = new Counter({ name: 'mails_sent', help: 'Mails that a provider accepted.', registers });
  const failed = new Counter({ name: 'mails_fails', help: 'Attempts that did not end with a provider accepting the mail.', registers });
  const templates = new Counter({ name: 'payload_template', help: 'Mails handed to a provider, by template.', labelNames: ['template'], registers });
  const priorities = new Gauge({ name: 'payload_priority', help: 'Mails handed to a provider, by priority (hours from sending to the deadline; urgent mail apart).', labelNames: ['priority'], registers });
  return {
    count: (notification, outcome) => {
      (outcome.outcome === 'ACCEPTED' ? sent : failed).inc();
      templates.inc({ template: notification.kind });
      priorities.inc({ priority: priorityLabel(notification, outcome.at) });
    },
  };
}

const STEPS_PER_HOUR = 6;
const BUCKETS = [1, 3, 6, 12, 24, 72, 168] as const;

/** How far its deadline lay ahead, in steps that keep the number of labels small. */
function priorityLabel({ lane, deadline }: Notification, now: Date): string {
  if (lane === 'urgent') return 'urgent';
  const steps = priorityOf({ lane, deadline: deadline.getTime() }) - priorityOf({ lane, deadline: now.getTime() });
  const bucket = BUCKETS.find((hours) => steps <= hours * STEPS_PER_HOUR);
  return bucket === undefined ? 'later' : `${bucket}h`;
}
