/** Hides how runs become the curves of the report. */
import { isFlushing } from '#mail/quota-window.ts';
import { isOnTime } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { barPlot, linePlot, ticksBetween } from './plot.ts';
import type { Axis, Series } from './plot.ts';

type Colors = Readonly<Record<string, string>>;
type Point = readonly [x: number, y: number];

const HOUR_MS = 3_600_000;
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Mails sent on time, added up, beside all mails as they come due. */
export function onTimePlot(comparison: Comparison, colors: Colors): string {
  const { scores, trace, optimum } = comparison;
  const until = lastHour(comparison);
  const due: Series = { name: `Due: ${trace.length}`, color: 'var(--due)', isArea: true, points: addedUp(trace.map((mail) => hoursOf(comparison, mail.dueAt)), until) };
  const lines = scores.map((score): Series => {
    const times = score.run.fates.flatMap((fate) => (isOnTime(fate) && fate.sentAt !== null ? [hoursOf(comparison, fate.sentAt)] : []));
    return { name: `${score.name}: ${score.onTime}`, color: colors[score.name] ?? 'var(--ink)', points: addedUp(times, until) };
  });
  const best: Series = { name: `Offline optimum: ${optimum}`, color: 'var(--ink)', isDashed: true, points: [[0, optimum], [until, optimum]] };
  const y: Axis = { from: 0, to: trace.length * 1.04, ticks: ticksBetween(0, trace.length, 5), format: String, label: 'mails on time' };
  return linePlot({ x: hourAxis(until), y, series: [due, best, ...lines], summary: 'Mails sent on time over time, by policy' });
}

/** By the hour in which mails come due. */
export function sharePlot(comparison: Comparison, colors: Colors): string {
  const hours = Math.ceil(comparison.hours);
  const series = comparison.scores.filter((score) => score.name !== 'Earliest deadline, greedy').map((score): Series => {
    const points = Array.from({ length: hours }, (_, hour): Point | null => {
      const due = score.run.fates.filter(({ mail }) => Math.floor(hoursOf(comparison, mail.dueAt)) === hour);
      return due.length === 0 ? null : [hour + 0.5, due.filter(isOnTime).length / due.length];
    });
    return { name: score.name, color: colors[score.name] ?? 'var(--ink)', points: points.filter((point) => point !== null) };
  });
  const y: Axis = { from: 0, to: 1.03, ticks: [0, 0.25, 0.5, 0.75, 1], format: percent, label: 'on time' };
  return linePlot({ x: hourAxis(hours), y, series, summary: 'Share of mails on time by the hour in which they come due' });
}

/** The share of all mail that left by so many hours after its deadline, or before. */
export function latenessPlot({ scores, trace }: Comparison, colors: Colors): string {
  const curves = scores.map((score) => ({
    score,
    lateness: score.run.fates.flatMap(({ sentAt, mail }) => (sentAt === null ? [] : [(sentAt - mail.deadline) / HOUR_MS])).sort((one, other) => one - other),
  }));
  const from = -24;
  const to = Math.max(6, Math.ceil(Math.max(...curves.map(({ lateness }) => lateness.at(-1) ?? 0)) / 6) * 6);
  const series = curves.map(({ score, lateness }): Series => {
    const before = lateness.filter((hours) => hours < from).length;
    const steps = lateness.slice(before).map((hours, index): Point => [hours, (before + index + 1) / trace.length]);
    return { name: score.name, color: colors[score.name] ?? 'var(--ink)', points: [[from, before / trace.length], ...steps, [to, lateness.length / trace.length]] };
  });
  const x: Axis = { from, to, ticks: ticksBetween(from, to, 8), format: (hours) => (hours > 0 ? `+${hours} h` : `${hours} h`.replace('-', '−')), label: 'sent before (−) or after (+) the deadline' };
  const y: Axis = { from: 0, to: 1.03, ticks: [0, 0.25, 0.5, 0.75, 1], format: percent, label: 'share of all mail' };
  return linePlot({ x, y, series, summary: 'Distribution of lateness by policy', marks: [{ x: 0, text: 'deadline' }] });
}

/** Tokens of every hour, of the plain policy. */
export function tokensPlot(comparison: Comparison): string {
  const run = comparison.scores.find((score) => score.name === 'EventPost')?.run;
  const sendings = run?.sendings ?? [];
  const hours = Math.max(1, Math.ceil(Math.max(comparison.hours, ...sendings.map(({ at }) => hoursOf(comparison, at) + 0.001))));
  const stacks = Array.from({ length: hours }, (_, hour) => {
    const within = sendings.filter(({ at }) => Math.floor(hoursOf(comparison, at)) === hour);
    const urgent = within.filter(({ lane }) => lane === 'urgent').length;
    const flushed = within.filter(({ at, lane }) => lane === 'ordinary' && isFlushing(comparison.quota, at)).length;
    const ordinary = within.length - urgent - flushed;
    const parts = [{ color: 'var(--eventpost)', value: ordinary }, { color: 'var(--older)', value: urgent }, { color: 'var(--digests)', value: flushed }];
    return { x: hour, parts, title: `${hourName(hour)}: ${ordinary} ordinary, ${urgent} urgent, ${flushed} in the flush` };
  });
  const most = Math.max(4, ...stacks.map(({ parts }) => parts.reduce((sum, part) => sum + part.value, 0)));
  const y: Axis = { from: 0, to: most * 1.08, ticks: ticksBetween(0, most, 4).filter(Number.isInteger), format: String, label: 'mails sent' };
  const legend = '<p class="legend"><span><i style="background:var(--eventpost)"></i>ordinary</span><span><i style="background:var(--older)"></i>urgent</span><span><i style="background:var(--digests)"></i>flush</span></p>';
  return `${legend}${barPlot({ x: hourAxis(hours), y, stacks, summary: 'Mails sent by EventPost in each hour' })}`;
}

function hourAxis(until: number): Axis {
  const step = [2, 4, 6, 12, 24, 48, 96].find((candidate) => until / candidate <= 14) ?? 168;
  return { from: 0, to: until, ticks: Array.from({ length: Math.floor(until / step) + 1 }, (_, index) => index * step), format: hourName, label: 'time of day' };
}

/** `14:00`, and `day 2` for the midnight with which the second day begins. */
function hourName(hours: number): string {
  const isLaterMidnight = hours > 0 && hours % 24 === 0;
  return isLaterMidnight ? `day ${hours / 24 + 1}` : `${String(hours % 24).padStart(2, '0')}:00`;
}

function hoursOf({ startsAt }: Comparison, time: number): number {
  return (time - startsAt) / HOUR_MS;
}

/** When the last mail of any policy that still was on time left, in whole hours. */
function lastHour(comparison: Comparison): number {
  const times = comparison.scores.flatMap((score) => score.run.fates.flatMap((fate) => (isOnTime(fate) && fate.sentAt !== null ? [hoursOf(comparison, fate.sentAt)] : [])));
  return Math.max(Math.ceil(comparison.hours), ...times.map((time) => Math.ceil(time)));
}

/** Steps of a count, of at most a few hundred points. */
function addedUp(times: readonly number[], until: number): Point[] {
  const inOrder = times.toSorted((one, other) => one - other);
  const points: Point[] = [];
  const steps = 320;
  for (let step = 0, count = 0; step <= steps; step += 1) {
    const time = (until * step) / steps;
    while ((inOrder[count] ?? Number.POSITIVE_INFINITY) <= time) count += 1;
    points.push([time, count]);
  }
  return points;
}
