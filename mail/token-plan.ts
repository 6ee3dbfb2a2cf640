/** Hides how future tokens are dealt out: each mail takes the earliest free slot, in order of deadline. */
import { slotAt } from './token-slots.ts';
import type { Slots } from './token-slots.ts';

/**
 * The tokens ahead. Mails that take theirs in order of deadline get what an earliest-deadline-first worker will give them
 * if it keeps tokens for the mails it knows of: with unit jobs, inserting by rank into the earliest free slot and letting
 * the first in rank have each slot are the same schedule. Times are epoch milliseconds.
 */
export type TokenPlan = {
  /** When a mail due at `dueAt` gets a token, which is taken thereby; null where that is past its deadline. */
  readonly take: (dueAt: number, deadline: number, defer?: Defer) => number | null;
  /** Counts an urgent mail: it waits for nothing, but leaves less to the others. */
  readonly takeUrgent: (dueAt: number) => void;
  /** What one more mail would get now that all known ones have theirs, in the place of mails with later deadlines; takes nothing. */
  readonly wouldTake: (dueAt: number, deadline: number, defer?: Defer) => number | null;
};

/** When a mail whose turn has come at a time may leave at the earliest, past which it asks again; the time itself if nothing speaks against it. */
export type Defer = (at: number) => number;

const AT_ONCE: Defer = (at) => at;
/** Each time a mail is put off it goes on by hours. */
const MAX_DEFERRALS = 1_000;

/** A plan with all tokens of the slots, or only the rounded-down share `shared` (0 to 1) of every window's. */
export function planTokens(slots: Slots, shared = 1): TokenPlan {
  const { startsAt, windows, firstSlot, lastSlot, now } = slots;
  const freeSlot = startsAt.length - 1;
  const left = slots.left.map((tokens) => Math.floor(tokens * shared));
  /** By window: the latest deadline among the mails that took a token of it. */
  const lastDeadline = new Float64Array(left.length).fill(Number.NEGATIVE_INFINITY);
  /** A forest whose roots are the slots still open: the root of a closed slot is the next open one. */
  const parents = new Int32Array(startsAt.length);
  for (let slot = 0; slot <= freeSlot; slot += 1) parents[slot] = slot;
  for (const level of windows) for (const [slot, window] of level.entries()) if (left[window] === 0 && firstSlot[window] === slot) close(level, window);

  function openSlotFrom(slot: number): number {
    let root = slot;
    for (let parent = parents[root] ?? freeSlot; parent !== root; parent = parents[root] ?? freeSlot) root = parent;
    for (let step = slot; step !== root; ) {
      const parent = parents[step] ?? freeSlot;
      parents[step] = root;
      step = parent;
    }
    return root;
  }

  /** A short window counts in no slot of the flush, so it leaves those open. */
  function close(level: Int32Array, window: number): void {
    const last = lastSlot[window] ?? -1;
    for (let slot = firstSlot[window] ?? freeSlot; slot <= last; slot += 1) {
      if (level[slot] === window && parents[slot] === slot) parents[slot] = slot + 1;
    }
  }

  /** The first time from this one on that lies in the slot. */
  function openAt(from: number, slot: number): number {
    return Math.max(from, startsAt[slot] ?? from);
  }

  /** The first time from when it is due on in a slot that `find` answers, and at which the mail may leave. */
  function place(dueAt: number, defer: Defer, find: (from: number) => number): number {
    let from = Math.max(dueAt, now);
    for (let deferrals = 0; ; deferrals += 1) {
      const slot = find(slotAt(slots, from));
      const at = openAt(from, slot);
      const mayLeaveAt = deferrals < MAX_DEFERRALS ? defer(at) : at;
      if (mayLeaveAt <= at) return at;
      from = mayLeaveAt;
    }
  }

  /** What nothing defers, as nearly all mail: a tenth quicker, for its slot is looked up once. */
  function takeAtOnce(from: number, deadline: number): number | null {
    const slot = openSlotFrom(slotAt(slots, from));
    const at = openAt(from, slot);
    if (at > deadline) return null;
    count(slot, deadline);
    return at;
  }

  function count(slot: number, deadline: number): void {
    for (const level of windows) {
      const window = level[slot] ?? -1;
      if (window < 0) continue;
      const remaining = (left[window] ?? 0) - 1;
      left[window] = remaining;
      if (deadline > (lastDeadline[window] ?? deadline)) lastDeadline[window] = deadline;
      if (remaining === 0) close(level, window);
    }
  }

  function canYield(slot: number, deadline: number): boolean {
    return windows.every((level) => {
      const window = level[slot] ?? -1;
      return window < 0 || (left[window] ?? 0) > 0 || (lastDeadline[window] ?? deadline) > deadline;
    });
  }

  return {
    take(dueAt, deadline, defer) {
      if (defer === undefined) return takeAtOnce(Math.max(dueAt, now), deadline);
      const at = place(dueAt, defer, openSlotFrom);
      if (at > deadline) return null;
      count(slotAt(slots, at), deadline);
      return at;
    },
    takeUrgent: (dueAt) => count(slotAt(slots, Math.max(dueAt, now)), Number.NEGATIVE_INFINITY),
    wouldTake(dueAt, deadline, defer = AT_ONCE) {
      const at = place(dueAt, defer, (from) => {
        let slot = from;
        while (slot < freeSlot && !canYield(slot, deadline)) slot += 1;
        return slot;
      });
      return at > deadline ? null : at;
    },
  };
}
