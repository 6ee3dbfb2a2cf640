/** Hides how runs of one trace are measured side by side. */
import { optimalOnTime } from '#mail/optimum.ts';
import { formatQuota } from '#mail/quota.ts';
import type { Quota } from '#mail/quota.ts';
import { runSimulation } from './run.ts';
import type { Fate, Run } from './run.ts';
import { EVENTPOST, EVENTPOST_WITH_DIGESTS, FIFO, GREEDY, OLDER_RULE } from './strategy.ts';
import type { SimulateOptions } from './options.ts';
import { randomTrace } from './trace.ts';
import type { TraceMail } from './trace.ts';

/** One policy's results; shares are of all mails, times in milliseconds, null where nothing was sent. */
export type Score = {
  readonly name: string;
  readonly run: Run;
  readonly onTime: number;
  readonly share: number;
  readonly late: number;
  readonly unsent: number;
  readonly tokens: number;
  readonly medianWaitMs: number | null;
  readonly p95WaitMs: number | null;
};

export type Comparison = {
  readonly trace: readonly TraceMail[];
  readonly quota: Quota;
  readonly startsAt: number;
  readonly hours: number;
  readonly seed: number;
  readonly scores: readonly Score[];
  /** The most mails that any schedule could send on time, one token each. */
  readonly optimum: number;
};

/** A Monday; the clock of a simulation is virtual, so that a seed always means the same mails. */
const STARTS_AT = Date.parse('2026-01-05T00:00:00Z');

/** Plays one trace with every policy. */
export function comparePolicies(options: Pick<SimulateOptions, 'mails' | 'hours' | 'seed' | 'windows'>): Comparison {
  const quota: Quota = { windows: options.windows, timeZone: 'UTC', urgentReserve: 12, flushAt: '23:05' };
  const trace = randomTrace({ ...options, startsAt: STARTS_AT });
  const scores = [EVENTPOST_WITH_DIGESTS, EVENTPOST, GREEDY, OLDER_RULE, FIFO].map((strategy) => scoreOf(strategy.name, runSimulation({ trace, quota, strategy })));
  const optimum = optimalOnTime(trace, quota);
  return { trace, quota, startsAt: STARTS_AT, hours: options.hours, seed: options.seed, scores, optimum };
}

/** Whether the mail went out while it helped; in a digest also ahead of its time. */
export function isOnTime({ sentAt, mail }: Fate): boolean {
  return sentAt !== null && sentAt <= mail.deadline;
}

function scoreOf(name: string, run: Run): Score {
  const { fates } = run;
  const onTime = fates.filter(isOnTime).length;
  const unsent = fates.filter(({ sentAt }) => sentAt === null).length;
  const waits = fates.flatMap(({ sentAt, mail }) => (sentAt === null ? [] : [Math.max(0, sentAt - mail.dueAt)])).sort((one, other) => one - other);
  return {
    name, run, onTime, unsent,
    share: onTime / fates.length,
    late: fates.length - onTime - unsent,
    tokens: run.sendings.length,
    medianWaitMs: waits[Math.floor(waits.length / 2)] ?? null,
    p95WaitMs: waits[Math.floor(waits.length * 0.95)] ?? null,
  };
}

/** The comparison as a table for the terminal. */
export function formatComparison(comparison: Comparison): string {
  const { trace, quota, hours, seed, scores, optimum } = comparison;
  const rows = [
    ['policy', 'on time', 'share', 'late', 'never sent', 'tokens', 'median wait', 'p95 wait'],
    ...scores.map((score) => [
      score.name, String(score.onTime), formatShare(score.share), String(score.late), String(score.unsent), String(score.tokens),
      formatWait(score.medianWaitMs), formatWait(score.p95WaitMs),
    ]),
    ['Offline optimum', String(optimum), formatShare(optimum / trace.length), '0', String(trace.length - optimum), String(optimum), '', ''],
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd());
  lines.splice(1, 0, '-'.repeat(Math.max(...lines.map((line) => line.length))));
  return [`${trace.length} mails due within ${hours} h at ${formatQuota(quota.windows)}, seed ${seed}`, '', ...lines].join('\n');
}

export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `4 min`, `1 h 05`. */
export function formatWait(waitMs: number | null): string {
  if (waitMs === null) return '';
  const minutes = Math.round(waitMs / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}
