/** Hides when several reminders of one person become one mail: while quota is short, and beyond a fair share of the day always. Never across people. */
import type { PendingMail } from './notification.ts';
import { dayAt } from './quota-window.ts';

/** Reminders a person gets singly in one day; the rest go into that day's digest. */
export const FAIR_SHARE = 20;
const HOUR_MS = 3_600_000;
/** How far ahead of its time a reminder may travel in a digest while quota is short. */
export const DIGEST_AHEAD_MS = 4 * HOUR_MS;
/** Reminders made after the day's digest went out wait this long for a second one; a person costs a bounded number of mails a day. */
const DIGEST_SPACING_MS = 4 * HOUR_MS;
/** Or only this long where they would be of no use by then and quota is plenty; what even this is too long for expires. */
const LEAST_SPACING_MS = HOUR_MS;
/** A digest that is made may go or come apart at any moment; how soon to look again. */
const LOOK_AGAIN_MS = 15_000;

export type BundleInput = {
  /** The mail whose turn has come. */
  readonly mail: PendingMail;
  /** Other pending reminders of the same recipient, in any order; others are passed over. */
  readonly siblings: readonly PendingMail[];
  /** Reminders and digests mailed to the recipient today. */
  readonly mailedToday: number;
  /** When the recipient last got a digest today (epoch ms), or null. */
  readonly lastDigestAt: number | null;
  /** Whether a digest for the recipient was made and has not gone yet. */
  readonly isDigestOnItsWay: boolean;
  /** Whether known mails are predicted to miss their deadlines (`Forecast.predictedMisses` above 0). */
  readonly isQuotaShort: boolean;
  /** The quota's zone, whose days fair shares count. */
  readonly timeZone: string;
  readonly now: number;
};

/** `digest` sends one mail for all of `members` (ids, the mail itself first); `postpone` leaves it to the next digest. */
export type Bundle =
  | { readonly action: 'single' }
  | { readonly action: 'digest'; readonly members: readonly string[] }
  | { readonly action: 'postpone'; readonly until: number };

/** Decides how a mail goes out, once it may. Only reminders are ever bundled. */
export function decideBundle(input: BundleInput): Bundle {
  const { mail, now, isQuotaShort } = input;
  if (mail.kind !== 'REMINDER') return { action: 'single' };
  const endsAt = dayAt(input.timeZone, now).endsAt;
  // The day's digest takes no share of its own (see `foldShares`), or the last of the share would wait when others of the day went before it.
  const isBeyondShare = input.mailedToday - (input.lastDigestAt === null ? 0 : 1) >= FAIR_SHARE;
  if (isBeyondShare) {
    const nextAt = input.isDigestOnItsWay ? now + LOOK_AGAIN_MS : Math.min(nextDigestOf(input), endsAt);
    if (nextAt > now) return { action: 'postpone', until: nextAt };
  } else if (!isQuotaShort) return { action: 'single' };
  const dueBefore = isBeyondShare ? endsAt : Math.min(endsAt, now + DIGEST_AHEAD_MS);
  const members = input.siblings.filter((sibling) => isSibling(sibling, mail) && sibling.dueAt < dueBefore && sibling.deadline >= now);
  if (members.length === 0) return { action: 'single' };
  return { action: 'digest', members: [mail.id, ...members.map((member) => member.id)] };
}

function nextDigestOf({ mail, lastDigestAt, isQuotaShort, now }: BundleInput): number {
  if (lastDigestAt === null) return now;
  const inTurn = lastDigestAt + DIGEST_SPACING_MS;
  return mail.deadline < inTurn && !isQuotaShort ? lastDigestAt + LEAST_SPACING_MS : inTurn;
}

/**
 * Pending mail as it will cost tokens: each person's reminders beyond the fair share of a day are one mail, due with the first and
 * of no use after the first deadline of them. Without this one person's thousands would hold tokens back from everybody.
 */
export function foldShares(pending: readonly PendingMail[], timeZone: string): PendingMail[] {
  const crowded = crowdedRecipients(pending);
  if (crowded.size === 0) return [...pending];
  const folded: PendingMail[] = [];
  const shares = new Map<string, PendingMail[]>();
  for (const mail of pending) {
    if (mail.kind !== 'REMINDER' || !crowded.has(mail.recipient)) folded.push(mail);
    else {
      const key = `${mail.recipient} ${dayAt(timeZone, mail.dueAt).startsAt}`;
      const share = shares.get(key);
      if (share === undefined) shares.set(key, [mail]);
      else share.push(mail);
    }
  }
  for (const share of shares.values()) folded.push(...foldShare(share));
  return folded;
}

function foldShare(share: readonly PendingMail[]): PendingMail[] {
  const inOrder = share.toSorted((one, other) => one.dueAt - other.dueAt);
  const [first, ...rest] = inOrder.slice(FAIR_SHARE);
  if (first === undefined) return inOrder;
  const deadline = rest.reduce((earliest, mail) => Math.min(earliest, mail.deadline), first.deadline);
  return [...inOrder.slice(0, FAIR_SHARE), { ...first, deadline }];
}

function crowdedRecipients(pending: readonly PendingMail[]): Set<string> {
  const counts = new Map<string, number>();
  const crowded = new Set<string>();
  for (const { kind, recipient } of pending) {
    if (kind !== 'REMINDER') continue;
    const count = (counts.get(recipient) ?? 0) + 1;
    counts.set(recipient, count);
    if (count > FAIR_SHARE) crowded.add(recipient);
  }
  return crowded;
}

function isSibling(sibling: PendingMail, mail: PendingMail): boolean {
  return sibling.kind === 'REMINDER' && sibling.recipient === mail.recipient && sibling.id !== mail.id;
}
