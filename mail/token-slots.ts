/** Hides how the windows of a quota become slots on a time line: spans in which the same windows count. */
import { flushOf, openWindow } from './quota-window.ts';
import type { Day, OpenWindow } from './quota-window.ts';
import { DAY_MS, periodOf } from './quota.ts';
import type { Quota, QuotaWindow } from './quota.ts';
import type { WindowCounts } from './reservation.ts';

export type SlotInput = {
  readonly quota: Quota;
  readonly counts: WindowCounts;
  readonly now: number;
  /** No slots are laid out past this; one without windows follows. */
  readonly until: number;
  /** Finer windows are merged until there are about this many slots. */
  readonly maxSlots?: number;
};

/** Slot `i` runs from `startsAt[i]` to the next start. Windows are numbers from 0; columns instead of objects because there may be many. */
export type Slots = {
  readonly now: number;
  readonly startsAt: Float64Array;
  /** Where to begin looking for a time: see `slotAt`. */
  readonly strideMs: number;
  readonly slotAtStride: Int32Array;
  /** By level of the quota, then slot: the window that counts there, or -1. */
  readonly windows: readonly Int32Array[];
  /** By window: ordinary mails it still takes, and the slots in which it counts. */
  readonly left: Float64Array;
  readonly firstSlot: Int32Array;
  readonly lastSlot: Int32Array;
};

const DEFAULT_MAX_SLOTS = 20_000;

/** The slots from `now` on; the last, from `until` on, is free, as is the only one without a quota. */
export function layOutSlots(input: SlotInput): Slots {
  const { now, until, maxSlots = DEFAULT_MAX_SLOTS } = input;
  const quota = coarsen(input.quota, (until - now) / maxSlots);
  const startsAt: number[] = [];
  const windows: number[][] = quota.windows.map(() => []);
  const left: number[] = [];
  const firstSlot: number[] = [];
  const lastSlot: number[] = [];
  const current: (OpenWindow & { readonly index: number })[] = [];
  let flush: Day | null = null;
  for (let time = now; time < until && quota.windows.length > 0; ) {
    const slot = startsAt.push(time) - 1;
    if (flush === null || time >= flush.endsAt) flush = flushOf(quota, time);
    const isFlush = flush !== null && time >= flush.startsAt;
    let end = flush !== null && !isFlush ? flush.startsAt : Number.POSITIVE_INFINITY;
    for (const [level, quotaWindow] of quota.windows.entries()) {
      let window = current[level];
      if (window === undefined || time >= window.resetsAt) {
        const open = openWindow(quota, quotaWindow, time);
        const tokens = Math.max(0, open.max - open.reserve - (time === now ? (input.counts.get(open.key) ?? 0) : 0));
        window = { ...open, index: left.push(tokens) - 1 };
        current[level] = window;
        firstSlot.push(slot);
      }
      lastSlot[window.index] = slot;
      windows[level]?.push(isFlush && !window.isFirm ? -1 : window.index);
      if (window.resetsAt < end) end = window.resetsAt;
    }
    time = end;
  }
  startsAt.push(quota.windows.length > 0 ? until : now);
  for (const level of windows) level.push(-1);
  const starts = Float64Array.from(startsAt);
  return {
    now,
    startsAt: starts,
    ...indexByTime(starts, now, until),
    windows: windows.map((level) => Int32Array.from(level)),
    left: Float64Array.from(left),
    firstSlot: Int32Array.from(firstSlot),
    lastSlot: Int32Array.from(lastSlot),
  };
}

/** The slot that holds `time`, found from the slot at the start of its stride. */
export function slotAt({ now, startsAt, strideMs, slotAtStride }: Slots, time: number): number {
  if (time <= now) return 0;
  const stride = Math.min(slotAtStride.length - 1, Math.floor((time - now) / strideMs));
  let slot = slotAtStride[stride] ?? 0;
  while ((startsAt[slot + 1] ?? Number.POSITIVE_INFINITY) <= time) slot += 1;
  return slot;
}

/** For equal strides of time, the slot in which each begins. */
function indexByTime(startsAt: Float64Array, now: number, until: number): Pick<Slots, 'strideMs' | 'slotAtStride'> {
  const strideMs = Math.max(1, (until - now) / startsAt.length);
  const slotAtStride = new Int32Array(startsAt.length);
  let slot = 0;
  for (let stride = 0; stride < slotAtStride.length; stride += 1) {
    while ((startsAt[slot + 1] ?? Number.POSITIVE_INFINITY) <= now + stride * strideMs) slot += 1;
    slotAtStride[stride] = slot;
  }
  return { strideMs, slotAtStride };
}

/** Merges windows that would make too many slots into longer ones of as many mails in all; those that reach the next longer one are left out. */
function coarsen(quota: Quota, minSlotMs: number): Quota {
  const windows: QuotaWindow[] = [];
  let longerMs = Number.POSITIVE_INFINITY;
  for (const window of quota.windows.toReversed()) {
    const lengthMs = periodOf(window.per)?.lengthMs ?? 0;
    const merged = Math.max(1, Math.ceil(minSlotMs / lengthMs));
    if (merged === 1) windows.unshift(window);
    else if (lengthMs * merged < Math.min(longerMs, DAY_MS)) windows.unshift({ max: window.max * merged, per: `PT${Math.round((lengthMs * merged) / 1_000)}S` });
    else continue;
    longerMs = lengthMs * merged;
  }
  return { ...quota, windows };
}
