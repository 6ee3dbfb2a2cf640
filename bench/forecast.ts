/** How long a forecast over 100,000 pending mails takes: `node bench/forecast.ts`. */
import { createRandom } from '#cli/simulate/random.ts';
import { foldShares } from '#mail/digest.ts';
import { forecastMail } from '#mail/forecast.ts';
import type { PendingMail } from '#mail/notification.ts';
import { parseQuota } from '#mail/quota.ts';

const PENDING = 100_000;
const RUNS = 100;
const DAY_MS = 86_400_000;

const random = createRandom(7);
const now = Date.parse('2026-01-05T10:00:00Z');
const quota = { windows: parseQuota('12/hour,300/day'), timeZone: 'Europe/Berlin', urgentReserve: 12, flushAt: '23:05' };
const pending = Array.from({ length: PENDING }, (_, index): PendingMail => {
  const dueAt = now + random.between(-0.5, 300) * DAY_MS;
  return {
    id: `mail-${index}`, kind: 'REMINDER', lane: random.next() < 0.01 ? 'urgent' : 'ordinary', recipient: `person-${Math.floor(random.next() * 30_000)}`,
    dueAt, deadline: dueAt + random.between(0.01, 1) * DAY_MS,
  };
});

measure('forecast of all', (run) => forecastMail({ quota, counts: new Map(), pending, now: now + run * 60_000 }));
const quietHours = new Map(Array.from({ length: 30_000 }, (_, index) => [`person-${index}`, { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }]));
measure('forecast of all, where everybody has quiet hours', (run) => forecastMail({ quota, counts: new Map(), pending, quietHours, now: now + run * 60_000 }));
measure('folding of fair shares', () => foldShares(pending, quota.timeZone));
const forecast = forecastMail({ quota, counts: new Map(), pending, now });
measure('question about one more mail', () => forecast.ask({ kind: 'REMINDER', recipient: 'person-1', lane: 'ordinary', dueAt: now + random.between(0, 300) * DAY_MS, deadline: now + 301 * DAY_MS }));
console.log(`${PENDING} pending, ${forecast.predictedMisses} predicted misses`);

/** Time by the clock, and by the processor: what it would be on a machine that does nothing else. */
function measure(name: string, run: (index: number) => unknown): void {
  const elapsed: number[] = [];
  const worked: number[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const [from, before] = [performance.now(), process.cpuUsage()];
    run(index);
    const { user, system } = process.cpuUsage(before);
    elapsed.push(performance.now() - from);
    worked.push((user + system) / 1_000);
  }
  console.log(`${name}: ${told(elapsed)} by the clock; ${told(worked)} of processor time`);
}

function told(times: readonly number[]): string {
  const inOrder = times.toSorted((one, other) => one - other);
  const at = (share: number) => (inOrder[Math.floor(RUNS * share)] ?? 0).toFixed(2);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}
