/** What the mail policy promises, measured on the virtual clock over several seeds: `node bench/mail-policy.ts`. */
import { comparePolicies } from '#cli/simulate/comparison.ts';
import { runSimulation } from '#cli/simulate/run.ts';
import type { Fate, RunInput } from '#cli/simulate/run.ts';
import { EVENTPOST, EVENTPOST_WITH_DIGESTS } from '#cli/simulate/strategy.ts';
import { randomTrace } from '#cli/simulate/trace.ts';
import type { TraceMail } from '#cli/simulate/trace.ts';
import { decideAlert } from '#mail/alert.ts';
import { forecastMail } from '#mail/forecast.ts';
import type { ForecastRisk } from '#mail/forecast.ts';
import { parseQuota } from '#mail/quota.ts';

const START = Date.parse('2026-01-05T00:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PER_DAY = 288;
const SEEDS = [1, 2, 3, 4, 5];
const quota = { windows: parseQuota('12/hour,300/day'), timeZone: 'UTC', urgentReserve: 12, flushAt: '23:05' };

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const isOnTime = ({ sentAt, mail }: Fate) => sentAt !== null && sentAt <= mail.deadline;
const play = (trace: readonly TraceMail[], change: Partial<RunInput> = {}) => runSimulation({ trace, quota, strategy: EVENTPOST, ...change }).fates;

compareWithOptimum();
for (const knownAheadHours of [2, 24, 168]) keepPromises(knownAheadHours);
digestUnderPressure();
shareFairly();
for (const perHour of [13, 15, 20]) alertAhead(perHour);

function compareWithOptimum(): void {
  const days = SEEDS.map((seed) => comparePolicies({ mails: 400, hours: 24, seed, windows: quota.windows }));
  const names = ['EventPost', 'Earliest deadline, greedy', 'Older rule', 'First in, first out'];
  const shares = names.map((name) => `${name} ${percent(sum(days.map(({ scores }) => scores.find((score) => score.name === name)?.onTime ?? 0)) / sum(days.map(({ optimum }) => optimum)))}`);
  console.log(`on time, of the offline optimum (400 mails a day, some known only when due): ${shares.join(', ')}`);
}

function keepPromises(knownAheadHours: number): void {
  const kept: Record<ForecastRisk, number> = { ON_TIME: 0, AT_RISK: 0, WILL_MISS: 0 };
  const made: Record<ForecastRisk, number> = { ON_TIME: 0, AT_RISK: 0, WILL_MISS: 0 };
  for (const seed of SEEDS) {
    const promises = new Map<string, ForecastRisk>();
    const trace = randomTrace({ mails: Math.round(PER_DAY * 0.9 * 10), hours: 240, seed, startsAt: START, knownAheadHours });
    const fates = play(trace, { observe: ({ mail, pending, counts, now }) => promises.set(mail.id, forecastMail({ quota, counts, pending, now }).at(pending.length - 1).risk) });
    for (const fate of fates) {
      const risk = promises.get(fate.mail.id);
      if (risk === undefined || fate.mail.lane === 'urgent') continue;
      made[risk] += 1;
      if (isOnTime(fate)) kept[risk] += 1;
    }
  }
  const told = (['ON_TIME', 'AT_RISK', 'WILL_MISS'] as const).map((risk) => `${risk} ${kept[risk]} of ${made[risk]} on time${made[risk] === 0 ? '' : ` (${percent(kept[risk] / made[risk])})`}`);
  console.log(`promises at 90 % load, mails known up to ${knownAheadHours} h ahead: ${told.join(', ')}`);
}

function digestUnderPressure(): void {
  const gains = SEEDS.map((seed) => {
    const trace = randomTrace({ mails: PER_DAY * 2 * 3, hours: 72, seed, startsAt: START });
    const [singly = 0, bundled = 0] = [EVENTPOST, EVENTPOST_WITH_DIGESTS].map((strategy) => play(trace, { strategy }).filter((fate) => fate.mail.kind === 'REMINDER' && isOnTime(fate)).length);
    return bundled / singly - 1;
  });
  console.log(`digests at twice the load over three days: ${percent(sum(gains) / gains.length)} more reminders on time (least ${percent(Math.min(...gains))})`);
}

function shareFairly(): void {
  const costs = SEEDS.map((seed) => {
    const others = randomTrace({ mails: 240, hours: 24, seed, startsAt: START });
    const flood = Array.from({ length: 10_000 }, (_, index): TraceMail => {
      const dueAt = START + Math.round((index * DAY_MS) / 10_000);
      return { id: `flood-${index}`, kind: 'REMINDER', lane: 'ordinary', recipient: 'flooder', knownAt: START, dueAt, deadline: dueAt + 2 * HOUR_MS, eventStartsAt: dueAt + 2 * HOUR_MS };
    });
    const [alone = 0, beside = 0] = [others, [...others, ...flood]].map((trace) => play(trace, { strategy: EVENTPOST_WITH_DIGESTS }).filter((fate) => fate.mail.recipient !== 'flooder' && isOnTime(fate)).length / others.length);
    return alone - beside;
  });
  console.log(`one person's 10,000 reminders beside 240 mails: cost others ${percent(sum(costs) / costs.length)} on time (most ${percent(Math.max(...costs))})`);
}

/** A steady backlog: `perHour` mails come due each hour, each of use for ten hours. */
function alertAhead(perHour: number): void {
  const trace = Array.from({ length: perHour * 24 * 7 }, (_, index): TraceMail => {
    const dueAt = START + Math.round((index * HOUR_MS) / perHour);
    return { id: `mail-${index}`, kind: 'CUSTOM', lane: 'ordinary', recipient: `person-${index}`, knownAt: dueAt, dueAt, deadline: dueAt + 10 * HOUR_MS, eventStartsAt: dueAt };
  });
  const alerts: number[] = [];
  const fates = play(trace, {
    observe: ({ pending, counts, now }) => {
      if (decideAlert({ forecast: forecastMail({ quota, counts, pending, now }), lastAlertAt: alerts.at(-1) ?? null, now }) !== null) alerts.push(now);
    },
  });
  const firstMissAt = Math.min(...fates.filter((fate) => !isOnTime(fate)).map((fate) => fate.mail.deadline));
  const ahead = alerts[0] === undefined ? 'never' : `${((firstMissAt - alerts[0]) / HOUR_MS).toFixed(1)} h before the first miss`;
  console.log(`alert on a steady backlog of ${perHour} mails an hour: ${ahead}, ${alerts.length} in all`);
}
