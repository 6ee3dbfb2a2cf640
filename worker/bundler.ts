/** Hides how reminders of one person become a digest when their turn has come, what it still carries when its own has, and how it comes apart again. */
import { decideBundle } from '#mail/digest.ts';
import type { DigestStore, Mailed } from '#mail/digest-store.ts';
import type { MailQueue } from '#mail/mail-queue.ts';
import type { Notification } from '#mail/notification.ts';
import type { NewNotification, NotificationStore } from '#mail/notification-store.ts';
import { dayAt } from '#mail/quota-window.ts';
import { pendingMailOf } from '#mail/schedule.ts';
import { decideSend } from '#mail/sendable.ts';
import { subjectsOf } from './admission.ts';
import type { FactsSource, Subject } from './admission.ts';

/** `carried`: a digest took it over; `postpone`: it waits for the next one. */
export type Bundled = { readonly action: 'single' } | { readonly action: 'carried' } | { readonly action: 'postpone'; readonly until: number };

export type Bundler = {
  /** How each of these due mails goes out, by id; those that are absent go out singly. */
  readonly bundle: (due: readonly Notification[], timeZone: string, now: number) => Promise<ReadonlyMap<string, Bundled>>;
  /** What the digests among these carry and may still say, by the digest's id; the rest of what they carried has ended. */
  readonly contentsOf: (due: readonly Notification[], now: number) => Promise<ReadonlyMap<string, readonly Subject[]>>;
  /** Ends pending digests that carry too little; what they still carry goes out by itself. */
  readonly disband: (digestIds: readonly string[], now: number) => Promise<void>;
  /** Of what claimed digests carry, the ids that nobody took out meanwhile, and nobody can from now on. */
  readonly seal: (items: readonly Subject[], now: number) => Promise<ReadonlySet<string>>;
};

type BundlerOptions = {
  readonly store: NotificationStore;
  readonly digests: DigestStore;
  readonly queue: MailQueue;
  readonly facts: FactsSource;
  /** Whether known mails are predicted to miss their deadlines. */
  readonly isQuotaShort: () => boolean;
};

/** `leaving`: the ids of those that go out singly in this very batch. */
type Moment = { readonly timeZone: string; readonly now: number; readonly leaving: ReadonlySet<string> };

const SINGLE: Bundled = { action: 'single' };

export function createBundler({ store, digests, queue, facts, isQuotaShort }: BundlerOptions): Bundler {
  const decide = async (mail: Notification, mailed: Mailed, { timeZone, now, leaving }: Moment): Promise<Bundled> => {
    const input = { mail: pendingMailOf(mail), ...mailed, isQuotaShort: isQuotaShort(), timeZone, now };
    const probe = decideBundle({ ...input, siblings: [input.mail, { ...input.mail, id: '' }] });
    if (probe.action !== 'digest' || mail.recipientId === null) return probe.action === 'postpone' ? probe : SINGLE;
    const reminders = (await digests.pendingReminders(mail.recipientId)).filter(({ _id, toEmail }) => toEmail === mail.toEmail && !leaving.has(_id));
    const bundle = decideBundle({ ...input, siblings: reminders.map(pendingMailOf) });
    if (bundle.action !== 'digest') return SINGLE;
    const members = reminders.filter(({ _id }) => bundle.members.includes(_id));
    return makeDigest(mail, members, new Date(now));
  };

  /** A crash after any of these steps leaves a digest without members, which ends by itself, or members whose digest is put into the queue again. */
  const makeDigest = async (first: Notification, members: readonly Notification[], now: Date): Promise<Bundled> => {
    const [digest] = await store.insert([digestWish(first, members, now)], now);
    if (digest === undefined || digest.state !== 'PENDING') return SINGLE;
    const carried = await digests.carry(digest._id, members.map(({ _id, revision }) => ({ id: _id, revision })), now);
    await queue.schedule([digest], now);
    await queue.remove(carried);
    return carried.some(({ _id }) => _id === first._id) ? { action: 'carried' } : SINGLE;
  };

  return {
    bundle: async (due, timeZone, now) => {
      const reminders = due.filter(({ kind, recipientId }) => kind === 'REMINDER' && recipientId !== null);
      const recipientIds = [...new Set(reminders.flatMap(({ recipientId }) => recipientId ?? []))];
      const mailed = await digests.mailedToday(recipientIds, new Date(dayAt(timeZone, now).startsAt));
      const bundled = new Map<string, Bundled>();
      const carried = new Set<string>();
      const singles = new Map<string, number>();
      const leaving = new Set<string>();
      for (const mail of reminders) {
        const recipientId = mail.recipientId ?? '';
        const known = mailed.get(recipientId);
        if (known === undefined) continue;
        // One digest a person and batch: what it did not take over comes back with its next turn.
        if (carried.has(recipientId)) bundled.set(mail._id, { action: 'postpone', until: now });
        else {
          const decision = await decide(mail, { ...known, mailedToday: known.mailedToday + (singles.get(recipientId) ?? 0) }, { timeZone, now, leaving });
          bundled.set(mail._id, decision);
          if (decision.action === 'carried') carried.add(recipientId);
          if (decision.action === 'single') {
            singles.set(recipientId, (singles.get(recipientId) ?? 0) + 1);
            leaving.add(mail._id);
          }
        }
      }
      return bundled;
    },
    contentsOf: async (due, now) => {
      const digestIds = due.filter(({ kind }) => kind === 'DIGEST').map(({ _id }) => _id);
      const contents = new Map<string, Subject[]>(digestIds.map((id) => [id, []]));
      if (digestIds.length === 0) return contents;
      for (const subject of await subjectsOf(await digests.membersOf(digestIds), facts)) {
        const { notification } = subject;
        const alone = { ...notification, state: 'PENDING', digestId: null } as const;
        const decision = decideSend({ ...subject, notification: alone, revision: notification.revision, now: new Date(now) });
        if (decision.action === 'final') await store.finish([notification._id], decision, new Date(now));
        else contents.get(notification.digestId ?? '')?.push(subject);
      }
      return contents;
    },
    // Freed first: a crash in between leaves an empty digest, which ends with its next turn.
    disband: async (digestIds, now) => {
      const at = new Date(now);
      for (const digestId of digestIds) await queue.schedule(await digests.free(digestId, at), at);
      await store.finish(digestIds, { state: 'WITHDRAWN', reason: 'fewer than two reminders were left to carry' }, at);
    },
    seal: (items, now) => digests.seal(items.map(({ notification }) => notification), new Date(now)),
  };
}

function digestWish(first: Notification, members: readonly Notification[], now: Date): NewNotification {
  const deadlines = members.map(({ deadline }) => deadline.getTime());
  return {
    kind: 'DIGEST',
    recipientId: first.recipientId,
    toEmail: first.toEmail,
    subject: `${members.length} reminders`,
    content: members.map(({ subject }) => subject).join('\n'),
    variables: {},
    eventId: null,
    anchor: null,
    cause: `digest.${first._id}.${first.revision}`,
    scheduledAt: now,
    deadline: new Date(Math.min(first.deadline.getTime(), ...deadlines)),
    requestId: first.requestId,
  };
}
