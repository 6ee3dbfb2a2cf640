/** Hides whether a mail may take a token: every window is asked and all or none are counted; the Redis ledger does the same sums. */
import type { Lane } from './notification.ts';
import { flushOf, windowsAt } from './quota-window.ts';
import type { OpenWindow } from './quota-window.ts';
import type { Quota } from './quota.ts';

/** How many mails each window counts so far, by `OpenWindow.key`; absent means none. */
export type WindowCounts = ReadonlyMap<string, number>;

export type ReservationRequest = {
  readonly quota: Quota;
  readonly counts: WindowCounts;
  readonly lane: Lane;
  readonly now: number;
  /** Mails the provider would still take today, where it can tell; asked only in the flush. */
  readonly credits: number | null;
};

/** Granted: the caller counts one in every window of `keys`. Refused: no use in asking before `retryAt` (epoch ms) unless the quota changes. */
export type Reservation =
  | { readonly granted: true; readonly keys: readonly string[] }
  | { readonly granted: false; readonly refusedBy: string; readonly retryAt: number };

/** A window and the count at which this request must be refused; `Infinity` where the request may exceed the window. */
export type Cap = { readonly window: OpenWindow; readonly cap: number; readonly retryAt: number };

/**
 * The count at which each window refuses this request: what the Lua script needs besides the keys.
 * Urgent mail may exceed all but firm windows; ordinary mail leaves the reserve free, also in the flush, which lifts all but firm windows.
 */
export function capsOf(quota: Quota, lane: Lane, now: number): Cap[] {
  const flush = flushOf(quota, now);
  const isFlush = flush !== null && now >= flush.startsAt;
  return windowsAt(quota, now).map((window) => {
    const mayExceed = !window.isFirm && (lane === 'urgent' || isFlush);
    const cap = mayExceed ? Number.POSITIVE_INFINITY : lane === 'urgent' ? window.max : window.max - window.reserve;
    const opensEarlier = !window.isFirm && flush !== null && now < flush.startsAt && flush.startsAt < window.resetsAt;
    return { window, cap, retryAt: opensEarlier ? flush.startsAt : window.resetsAt };
  });
}

/** Decides one reservation; the quota's windows are asked at `now`. */
export function decideReservation(request: ReservationRequest): Reservation {
  const caps = capsOf(request.quota, request.lane, request.now);
  const refusing = caps.filter(({ window, cap }) => (request.counts.get(window.key) ?? 0) >= cap);
  const flushRefusal = refusing.length === 0 ? refusedByCredits(request, caps) : null;
  const last = flushRefusal ?? refusing.toSorted((one, other) => other.retryAt - one.retryAt)[0];
  if (last !== undefined && last !== null) return { granted: false, refusedBy: last.window.key, retryAt: last.retryAt };
  return { granted: true, keys: caps.map(({ window }) => window.key) };
}

/** Ordinary mails that may still go out in this very moment: the tightest of all caps, and in the flush of the provider's credits. */
export function tokensLeft(request: Omit<ReservationRequest, 'lane'>): number {
  const caps = capsOf(request.quota, 'ordinary', request.now);
  const left = caps.map(({ window, cap }) => cap - (request.counts.get(window.key) ?? 0));
  return Math.max(0, Math.min(...left, creditsLeft(request, caps)));
}

/** Where a lifted window no longer protects the provider's limit, its own count does; the reserve stays free of it too. */
function refusedByCredits(request: ReservationRequest, caps: readonly Cap[]): Cap | null {
  if (request.lane === 'urgent' || creditsLeft(request, caps) > 0) return null;
  return caps.find(({ window }) => window.per === 'P1D') ?? null;
}

function creditsLeft({ credits }: Pick<ReservationRequest, 'credits'>, caps: readonly Cap[]): number {
  const isLifted = caps.some(({ window, cap }) => !window.isFirm && cap === Number.POSITIVE_INFINITY);
  const reserve = caps.find(({ window }) => window.per === 'P1D')?.window.reserve ?? 0;
  return credits === null || !isLifted ? Number.POSITIVE_INFINITY : credits - reserve;
}
