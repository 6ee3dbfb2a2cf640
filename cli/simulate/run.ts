/** Hides the virtual clock: plays a trace against a quota with one strategy, from event to event. */
import { decideBundle, foldShares } from '#mail/digest.ts';
import { forecastMail } from '#mail/forecast.ts';
import { upcomingOf } from '#mail/look-ahead.ts';
import type { Upcoming } from '#mail/look-ahead.ts';
import type { Lane, PendingMail } from '#mail/notification.ts';
import { dayAt, windowsAt } from '#mail/quota-window.ts';
import type { Quota } from '#mail/quota.ts';
import { createHeap } from './heap.ts';
import type { Strategy } from './strategy.ts';
import type { TraceMail } from './trace.ts';

/** What became of a mail; `carrier` is the mail that carried it, itself unless in a digest. */
export type Fate = { readonly mail: TraceMail; readonly sentAt: number | null; readonly carrier: string | null };
/** One mail that left, having taken a token in each of `keys`. */
export type Sending = { readonly at: number; readonly lane: Lane; readonly id: string; readonly keys: readonly string[] };
export type Run = { readonly fates: readonly Fate[]; readonly sendings: readonly Sending[] };

/** What an observer sees whenever a mail becomes known: everything pending, that mail included. */
export type View = { readonly mail: TraceMail; readonly pending: readonly TraceMail[]; readonly counts: ReadonlyMap<string, number>; readonly now: number };

export type RunInput = {
  readonly trace: readonly TraceMail[];
  readonly quota: Quota;
  readonly strategy: Strategy;
  readonly observe?: (view: View) => void;
};

const SHORTAGE_AGE_MS = 600_000;

/** Runs until every mail has its fate. */
export function runSimulation({ trace, quota, strategy, observe }: RunInput): Run {
  const toLearn = trace.toSorted((one, other) => one.knownAt - other.knownAt);
  const toComeDue = createHeap<TraceMail>((one, other) => dueOf(one) - dueOf(other));
  const ready = { urgent: createHeap<TraceMail>(strategy.compare), ordinary: createHeap<TraceMail>(strategy.compare) };
  const pending = new Map<string, TraceMail>();
  const postponedTo = new Map<string, number>();
  const fates = new Map<string, Fate>();
  const sendings: Sending[] = [];
  const counts = new Map<string, number>();
  const mailed = new Map<string, { today: number; count: number; lastDigestAt: number | null }>();
  let known: { upcoming: Upcoming; until: number } | null = null;
  let shortage = { isShort: false, until: Number.NEGATIVE_INFINITY };
  let wakeAt = { urgent: Number.POSITIVE_INFINITY, ordinary: Number.POSITIVE_INFINITY };
  let learned = 0;

  for (let now = toLearn[0]?.knownAt ?? 0; ; ) {
    learn(now);
    for (let mail = toComeDue.peek(); mail !== undefined && dueOf(mail) <= now; mail = toComeDue.peek()) {
      toComeDue.pop();
      if (pending.has(mail.id)) ready[mail.lane].push(mail);
    }
    wakeAt = { urgent: drain('urgent', now), ordinary: drain('ordinary', now) };
    const next = Math.min(toLearn[learned]?.knownAt ?? Number.POSITIVE_INFINITY, toComeDue.size() > 0 ? dueOf(toComeDue.peek()) : Number.POSITIVE_INFINITY, wakeAt.urgent, wakeAt.ordinary);
    if (!Number.isFinite(next)) break;
    now = Math.max(now, next);
  }
  return { fates: trace.flatMap((mail) => fates.get(mail.id) ?? []), sendings };

  function dueOf(mail: TraceMail | undefined): number {
    return mail === undefined ? Number.POSITIVE_INFINITY : Math.max(mail.knownAt, postponedTo.get(mail.id) ?? mail.dueAt);
  }

  function learn(now: number): void {
    for (let mail = toLearn[learned]; mail !== undefined && mail.knownAt <= now; mail = toLearn[learned]) {
      learned += 1;
      pending.set(mail.id, mail);
      toComeDue.push(mail);
      known = null;
      observe?.({ mail, pending: [...pending.values()], counts, now });
    }
  }

  /** Sends what may be sent now; answers when to try again. */
  function drain(lane: Lane, now: number): number {
    const waiting = ready[lane];
    for (let mail = waiting.peek(); mail !== undefined; mail = waiting.peek()) {
      if (!pending.has(mail.id)) {
        waiting.pop();
        continue;
      }
      const turn = strategy.decide({ mail, quota, counts, credits: null, now, get upcoming() { return upcomingNow(now); } });
      if (turn.action === 'wait') return turn.until;
      waiting.pop();
      if (turn.action === 'expire') settle(mail, null, null);
      else send(mail, turn.keys, now);
    }
    return Number.POSITIVE_INFINITY;
  }

  function send(mail: TraceMail, keys: readonly string[], now: number): void {
    const members = membersOf(mail, now);
    if (members === null) return;
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    sendings.push({ at: now, lane: mail.lane, id: mail.id, keys });
    for (const member of members) settle(member, now, mail.id);
    if (members.length > 1) known = null;
  }

  /** Which mails go out in this one, or null where it must wait for the recipient's next digest. */
  function membersOf(mail: TraceMail, now: number): readonly TraceMail[] | null {
    if (!strategy.bundles || mail.kind !== 'REMINDER') return [mail];
    const today = dayAt(quota.timeZone, now).startsAt;
    const before = mailed.get(mail.recipient);
    const { count, lastDigestAt } = before?.today === today ? before : { count: 0, lastDigestAt: null };
    const siblings = [...pending.values()].filter((sibling) => sibling.recipient === mail.recipient);
    const bundle = decideBundle({ mail, siblings, mailedToday: count, lastDigestAt, isDigestOnItsWay: false, isQuotaShort: isQuotaShort(now), timeZone: quota.timeZone, now });
    if (bundle.action === 'postpone') {
      postponedTo.set(mail.id, bundle.until);
      toComeDue.push(mail);
      return null;
    }
    mailed.set(mail.recipient, { today, count: count + 1, lastDigestAt: bundle.action === 'digest' ? now : lastDigestAt });
    return bundle.action === 'single' ? [mail] : bundle.members.flatMap((id) => pending.get(id) ?? []);
  }

  function settle(mail: TraceMail, sentAt: number | null, carrier: string | null): void {
    pending.delete(mail.id);
    fates.set(mail.id, { mail, sentAt, carrier });
  }

  function pendingMail(): PendingMail[] {
    const mails = [...pending.values()];
    return strategy.bundles ? foldShares(mails, quota.timeZone) : mails;
  }

  function upcomingNow(now: number): Upcoming {
    if (known === null || now >= known.until) {
      known = { upcoming: upcomingOf(pendingMail(), quota, now), until: windowsAt(quota, now).at(-1)?.resetsAt ?? Number.POSITIVE_INFINITY };
    }
    return known.upcoming;
  }

  function isQuotaShort(now: number): boolean {
    if (now >= shortage.until) shortage = { isShort: forecastMail({ quota, counts, pending: pendingMail(), now }).predictedMisses > 0, until: now + SHORTAGE_AGE_MS };
    return shortage.isShort;
  }
}
