/** Hides how tokens are counted: one script asks every quota window and counts all or nothing, exact across any number of workers. */
import type { Redis } from '#platform/redis.ts';
import type { Lane } from './notification.ts';
import { windowsAt } from './quota-window.ts';
import type { OpenWindow } from './quota-window.ts';
import { capsOf, decideReservation } from './reservation.ts';
import type { WindowCounts } from './reservation.ts';
import type { MailSettings } from './mail-controls.ts';
import { limiterKeyOf } from './mail-queue.ts';

export type TokenRequest = {
  readonly settings: MailSettings;
  readonly lane: Lane;
  /** How many tokens are wanted; as many as there are, are given. */
  readonly wanted: number;
  /** Epoch milliseconds; also the time at which the attempts are recorded. */
  readonly now: number;
  /** Mails that the provider said it would still take, where it can tell; asked only in the flush. What it said counts down for all workers until it is asked again. */
  readonly credits: number | null;
};

/**
 * `unconfirmed`: Redis is another one than the counts were confirmed in (lost, restored, restarted), or the settings have changed:
 * nothing may be sent before `confirm`. Otherwise so many tokens are taken; with fewer than wanted, asking before `retryAt` is no use unless the quota changes.
 */
export type Tokens =
  | { readonly state: 'unconfirmed' }
  | { readonly state: 'answered'; readonly granted: number; readonly retryAt: number | null; readonly counts: WindowCounts };

export type WindowUse = OpenWindow & { readonly used: number };

export type Ledger = {
  /** Changes whenever the connection to Redis is lost: tokens taken before may not have been kept. */
  readonly epoch: () => number;
  readonly reserve: (request: TokenRequest) => Promise<Tokens>;
  /** Raises each window's count to the attempts recorded in it and lets tokens be taken again; false where newer settings are already known. */
  readonly confirm: (settings: MailSettings, attempts: readonly Date[], now: number) => Promise<boolean>;
  /** Whether what the provider last said of its credits still counts, so that it need not be asked. */
  readonly knowsCredits: () => Promise<boolean>;
  /** Keeps all workers from fetching ordinary mail for so many milliseconds; false, and nothing done, where the settings are no longer the newest. */
  readonly limit: (settings: MailSettings, forMs: number) => Promise<boolean>;
  readonly isLimited: () => Promise<boolean>;
  /** Whether the queues of this very Redis were compared with all documents; not after it was lost, restored or restarted. */
  readonly isReconciled: () => Promise<boolean>;
  readonly markReconciled: () => Promise<void>;
  /** Makes every worker read the settings again before its next token. */
  readonly announce: (settingsRevision: number) => Promise<void>;
  /** The windows at `now` and what each counts. */
  readonly windows: (settings: MailSettings, now: number) => Promise<WindowUse[]>;
};

/** Long enough for clocks that differ and for a count to be looked at after its window. */
const KEEP_MS = 3_600_000;
const NO_CAP = -1;
/** After this the provider's own count is trusted again. */
const CREDITS_MS = 10_000;
/** BullMQ counts fetched jobs under the same key, and fetches none from its `limiter.max` on (see `consumeMail`). */
const LIMITED = Number.MAX_SAFE_INTEGER;

/** The run id changes with every start of Redis: whatever it holds then may be older than what was sent. */
const GUARD = `
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local guard = redis.call('HMGET', KEYS[1], 'run', 'settings')`;

const RESERVE = `${GUARD}
if guard[1] ~= run or guard[2] ~= ARGV[1] then return {-1} end
local granted = tonumber(ARGV[2])
local credits = tonumber(ARGV[3])
if credits >= 0 then
  redis.call('SET', KEYS[2], credits, 'NX', 'PX', ARGV[4])
  granted = math.min(granted, math.max(0, tonumber(redis.call('GET', KEYS[2]))))
end
local used = {}
for i = 3, #KEYS do
  used[i - 2] = tonumber(redis.call('GET', KEYS[i]) or '0')
  local cap = tonumber(ARGV[i * 2 - 1])
  if cap >= 0 then granted = math.min(granted, math.max(0, cap - used[i - 2])) end
end
if granted > 0 then
  if credits >= 0 then redis.call('DECRBY', KEYS[2], granted) end
  for i = 3, #KEYS do
    redis.call('INCRBY', KEYS[i], granted)
    redis.call('PEXPIREAT', KEYS[i], ARGV[i * 2])
  end
end
return {granted, unpack(used)}`;

const LIMIT = `${GUARD}
if guard[1] ~= run or guard[2] ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1`;

const IS_RECONCILED = `${GUARD}
return redis.call('HGET', KEYS[1], 'reconciled') == run and 1 or 0`;

const MARK_RECONCILED = `${GUARD}
return redis.call('HSET', KEYS[1], 'reconciled', run)`;

const CONFIRM = `${GUARD}
if guard[1] == run and tonumber(guard[2] or '0') > tonumber(ARGV[1]) then return 0 end
for i = 2, #KEYS do
  local attempts = tonumber(ARGV[i * 2 - 1])
  if attempts > tonumber(redis.call('GET', KEYS[i]) or '0') then redis.call('SET', KEYS[i], attempts) end
  redis.call('PEXPIREAT', KEYS[i], ARGV[i * 2])
end
redis.call('HSET', KEYS[1], 'run', run, 'settings', ARGV[1])
return 1`;

const ANNOUNCE = `
if tonumber(redis.call('HGET', KEYS[1], 'settings') or '0') < tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'settings', ARGV[1]) end
return 1`;

/** Counters under `<prefix>:mail-ledger:…`; each lapses after its window. */
export function createLedger(redis: Redis, prefix: string): Ledger {
  const guardKey = `${prefix}:mail-ledger`;
  let epoch = 0;
  redis.on('close', () => {
    epoch += 1;
  });
  const creditsKey = `${guardKey}:credits`;
  const limiterKey = limiterKeyOf(prefix);
  const keyOf = (window: OpenWindow) => `${guardKey}:${window.key}`;

  return {
    epoch: () => epoch,
    reserve: async ({ settings, lane, wanted, now, credits }) => {
      const caps = capsOf(settings.quota, lane, now);
      const keys = [guardKey, creditsKey, ...caps.map(({ window }) => keyOf(window))];
      const limits = caps.flatMap(({ window, cap }) => [Number.isFinite(cap) ? cap : NO_CAP, window.resetsAt + KEEP_MS]);
      const spendable = creditsFor(credits, caps.map(({ window }) => window));
      const [granted = NO_CAP, ...used] = numbers(await redis.eval(RESERVE, keys.length, ...keys, settings.revision, wanted, spendable, CREDITS_MS, ...limits));
      if (granted < 0) return { state: 'unconfirmed' };
      const counts = new Map(caps.map(({ window }, index) => [window.key, (used[index] ?? 0) + granted]));
      if (granted === wanted) return { state: 'answered', granted, retryAt: null, counts };
      const next = decideReservation({ quota: settings.quota, counts, lane, now, credits: null });
      return { state: 'answered', granted, retryAt: next.granted ? now + CREDITS_MS : next.retryAt, counts };
    },
    confirm: async (settings, attempts, now) => {
      const windows = windowsAt(settings.quota, now);
      const keys = [guardKey, ...windows.map(keyOf)];
      const counts = windows.flatMap((window) => [attemptsIn(window, attempts), window.resetsAt + KEEP_MS]);
      return (await redis.eval(CONFIRM, keys.length, ...keys, settings.revision, 0, ...counts)) === 1;
    },
    limit: async (settings, forMs) => (await redis.eval(LIMIT, 2, guardKey, limiterKey, settings.revision, LIMITED, Math.max(1, Math.ceil(forMs)))) === 1,
    knowsCredits: async () => (await redis.exists(creditsKey)) === 1,
    isLimited: async () => Number(await redis.get(limiterKey)) >= LIMITED,
    isReconciled: async () => (await redis.eval(IS_RECONCILED, 1, guardKey)) === 1,
    markReconciled: async () => {
      await redis.eval(MARK_RECONCILED, 1, guardKey);
    },
    announce: async (settingsRevision) => {
      await redis.eval(ANNOUNCE, 1, guardKey, settingsRevision);
    },
    windows: async (settings, now) => {
      const windows = windowsAt(settings.quota, now);
      if (windows.length === 0) return [];
      const counts = await redis.mget(windows.map(keyOf));
      return windows.map((window, index) => ({ ...window, used: Number(counts[index] ?? '0') }));
    },
  };
}

/** What each window counts, as the policy wants it. */
export function countsOf(windows: readonly WindowUse[]): WindowCounts {
  return new Map(windows.map(({ key, used }) => [key, used]));
}

/** The provider's own count protects what the day's reserve must leave to urgent mail. */
function creditsFor(credits: number | null, windows: readonly OpenWindow[]): number {
  if (credits === null) return NO_CAP;
  return Math.max(0, credits - (windows.find(({ per }) => per === 'P1D')?.reserve ?? 0));
}

function attemptsIn(window: OpenWindow, attempts: readonly Date[]): number {
  return attempts.filter((at) => at.getTime() >= window.opensAt && at.getTime() < window.resetsAt).length;
}

function numbers(answer: unknown): number[] {
  return Array.isArray(answer) ? answer.map(Number) : [];
}
