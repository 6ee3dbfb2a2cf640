/** Hides the most that any schedule could do: how many mails of a trace fit before their deadlines, by maximum flow. For tests and the simulator. */
import { createFlow } from './maximum-flow.ts';
import type { Flow } from './maximum-flow.ts';
import type { PendingMail } from './notification.ts';
import { flushOf, windowsAt } from './quota-window.ts';
import type { OpenWindow } from './quota-window.ts';
import type { Quota } from './quota.ts';

/** A mail as the optimum sees it, epoch ms. */
export type DatedMail = Pick<PendingMail, 'lane' | 'dueAt' | 'deadline'>;

/** A stretch of time in which the same windows count. */
type Span = { readonly startsAt: number; readonly endsAt: number; readonly windows: readonly OpenWindow[] };

/**
 * The largest number of mails that can be sent within [dueAt, deadline]: ordinary mail leaves the reserve free and exceeds short windows
 * in the flush alone, urgent mail exceeds them any time. Exact for ordinary mail alone where each window lies within one of the next
 * longer kind, as hours do in days; with urgent mail no schedule does better, and the best does hardly worse.
 */
export function optimalOnTime(mails: readonly DatedMail[], quota: Quota): number {
  const sendable = mails.filter((mail) => mail.deadline >= mail.dueAt);
  if (quota.windows.length === 0 || sendable.length === 0) return sendable.length;
  const spans = spansBetween(quota, sendable);
  const flow = createFlow();
  const urgentDueAt = sendable.filter((mail) => mail.lane === 'urgent').map((mail) => mail.dueAt);
  const caps = ordinaryCapsOf(spans, urgentDueAt);
  for (const span of spans) connectSpan(flow, span, caps);
  for (const [reach, count] of countByReach(sendable, spans)) {
    flow.connect('source', reach, count);
    const [lane = '', first, last] = reach.split(' ');
    for (const span of spans.slice(Number(first), Number(last) + 1)) flow.connect(reach, `${lane} ${span.startsAt}`, count);
  }
  return flow.maximum('source', 'sink');
}

/** The span's mails count in each of its windows, one after the other, the shortest first; urgent mail only in firm ones. */
function connectSpan(flow: Flow, { startsAt, windows }: Span, ordinaryCaps: ReadonlyMap<string, number>): void {
  let [ordinary, urgent] = [`ordinary ${startsAt}`, `urgent ${startsAt}`];
  for (const { key, max, isFirm } of windows) {
    const ordinaryCap = ordinaryCaps.get(key);
    if (ordinaryCap !== undefined) {
      flow.connect(ordinary, `ordinary into ${key}`, Number.POSITIVE_INFINITY);
      if (!flow.isConnected(`ordinary into ${key}`)) flow.connect(`ordinary into ${key}`, `into ${key}`, ordinaryCap);
    } else flow.connect(ordinary, `into ${key}`, Number.POSITIVE_INFINITY);
    if (isFirm) flow.connect(urgent, `into ${key}`, Number.POSITIVE_INFINITY);
    if (!flow.isConnected(`into ${key}`)) flow.connect(`into ${key}`, `out of ${key}`, max);
    ordinary = `out of ${key}`;
    if (isFirm) urgent = ordinary;
  }
  flow.connect(ordinary, 'sink', Number.POSITIVE_INFINITY);
}

/**
 * What ordinary mail may take of each day. Urgent mail counts in a day as well, but only what comes before ordinary mail could have
 * used the day up: until then the shorter windows hold it below the cap, and after it the day is full anyway.
 */
function ordinaryCapsOf(spans: readonly Span[], urgentDueAt: readonly number[]): Map<string, number> {
  const caps = new Map<string, number>();
  for (const day of new Map(spans.flatMap(({ windows }) => windows.filter(({ per }) => per === 'P1D')).map((window) => [window.key, window])).values()) {
    const shorter = new Map<string, number>();
    for (const span of spans.filter(({ windows }) => windows.some(({ key }) => key === day.key))) {
      const [shortest] = span.windows;
      if (shortest !== undefined) shorter.set(shortest.key, shortest.isFirm ? Number.POSITIVE_INFINITY : shortest.max);
      const urgent = urgentDueAt.filter((dueAt) => dueAt >= day.opensAt && dueAt < span.startsAt).length;
      const left = Math.max(0, day.max - day.reserve - urgent);
      caps.set(day.key, left);
      if ([...shorter.values()].reduce((sum, max) => sum + max, 0) >= left) break;
    }
  }
  return caps;
}

/** Mails of a lane that can use the very same spans are one node, which keeps the graph small: `<lane> <first span> <last span>`. */
function countByReach(mails: readonly DatedMail[], spans: readonly Span[]): Map<string, number> {
  const reaches = new Map<string, number>();
  for (const { lane, dueAt, deadline } of mails) {
    const first = spans.findIndex((span) => dueAt < span.endsAt);
    const last = spans.findLastIndex((span) => deadline >= span.startsAt);
    const reach = `${lane} ${first} ${last}`;
    reaches.set(reach, (reaches.get(reach) ?? 0) + 1);
  }
  return reaches;
}

function spansBetween(quota: Quota, mails: readonly DatedMail[]): Span[] {
  const from = mails.reduce((earliest, { dueAt }) => Math.min(earliest, dueAt), Number.POSITIVE_INFINITY);
  const until = mails.reduce((latest, { deadline }) => Math.max(latest, deadline), from);
  const spans: Span[] = [];
  for (let time = from; time <= until; ) {
    const flush = flushOf(quota, time);
    const isFlush = flush !== null && time >= flush.startsAt;
    const windows = windowsAt(quota, time);
    const endsAt = Math.min(...windows.map((window) => window.resetsAt), flush !== null && !isFlush ? flush.startsAt : Number.POSITIVE_INFINITY);
    spans.push({ startsAt: time, endsAt, windows: isFlush ? windows.filter((window) => window.isFirm) : windows });
    time = endsAt;
  }
  return spans;
}
