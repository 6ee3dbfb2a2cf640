import { describe, expect, it } from 'vitest';
import { comparePolicies, formatComparison, formatWait } from '#cli/simulate/comparison.ts';
import { createHeap } from '#cli/simulate/heap.ts';
import { OptionError, parseSimulateOptions } from '#cli/simulate/options.ts';
import { ticksBetween } from '#cli/simulate/plot.ts';
import { renderReport } from '#cli/simulate/report.ts';

const DAY = { mails: 400, hours: 24, seed: 7, windows: [{ max: 12, per: 'PT1H' }, { max: 300, per: 'P1D' }] };
const comparison = comparePolicies(DAY);

describe('the options of the simulator', () => {
  it('are those of a day at the free provider\'s quota unless said otherwise', () => {
    expect(parseSimulateOptions([])).toEqual({ ...DAY, out: null, wantsHelp: false });
  });

  it('multiply the mails by the overload', () => {
    expect(parseSimulateOptions(['--mails', '400', '--overload', '2', '--quota', 'unlimited'])).toMatchObject({ mails: 800, windows: [] });
  });

  it.each([
    [['--mails', 'many'], /--mails takes a whole number from 1 to 20000, not many/],
    [['--mails', '0'], /--mails/],
    [['--mails', '20000', '--overload', '2'], /--mails times --overload/],
    [['--hours', '-1'], /--hours/],
    [['--seed', '1.5'], /--seed/],
    [['--overload', ''], /--overload takes a number from 0.1 to 100, not nothing/],
    [['--quota', '12/fortnight'], /--quota: .*12\/fortnight/],
    [['--out', ''], /--out/],
    [['--colour', 'red'], /--colour/],
    [['report.html'], /report.html/],
  ])('%j are refused with one sentence', (args, sentence) => {
    expect(() => parseSimulateOptions(args)).toThrow(OptionError);
    expect(() => parseSimulateOptions(args)).toThrow(sentence);
  });
});

describe('a comparison of policies', () => {
  it('is reproducible by seed', () => {
    expect(formatComparison(comparePolicies(DAY))).toBe(formatComparison(comparison));
    expect(formatComparison(comparePolicies({ ...DAY, seed: 8 }))).not.toBe(formatComparison(comparison));
  });

  it('gives every mail one fate under every policy', () => {
    for (const { onTime, late, unsent } of comparison.scores) expect(onTime + late + unsent).toBe(400);
  });

  it('shows EventPost within 1 % of the offline optimum, and above FIFO and the older rule', () => {
    const onTime = (name: string) => comparison.scores.find((score) => score.name === name)?.onTime ?? 0;
    expect(onTime('EventPost') / comparison.optimum).toBeGreaterThan(0.99);
    expect(onTime('EventPost')).toBeGreaterThan(Math.max(onTime('First in, first out'), onTime('Older rule')));
  });

  it('is a table of one line for each policy', () => {
    expect(formatComparison(comparison).split('\n').map((line) => line.split(/\s{2,}/)[0])).toEqual([
      '400 mails due within 24 h at 12/hour,300/day, seed 7', '', 'policy', expect.stringMatching(/^-+$/),
      'EventPost with digests', 'EventPost', 'Earliest deadline, greedy', 'Older rule', 'First in, first out', 'Offline optimum',
    ]);
  });
});

describe('the report', () => {
  it('needs nothing from elsewhere', () => {
    const report = renderReport(comparison);
    expect(report).not.toMatch(/<script|<link|<img|https?:/);
    expect(report.match(/<svg /g)).toHaveLength(4);
    expect(report).not.toMatch(/NaN|undefined|Infinity/);
  });

  it.each([
    ['one mail', { mails: 1 }],
    ['no quota', { windows: [] }],
    ['many days', { hours: 200 }],
    ['half an hour past a day', { hours: 24.5 }],
  ])('draws %s as well', (_name, change) => {
    expect(renderReport(comparePolicies({ ...DAY, mails: 60, ...change }))).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('what the simulator is made of', () => {
  it('takes things out of a heap in order', () => {
    const heap = createHeap<number>((one, other) => one - other);
    for (const item of [5, 1, 4, 1, 3]) heap.push(item);
    expect(Array.from({ length: 6 }, () => heap.pop())).toEqual([1, 1, 3, 4, 5, undefined]);
  });

  it('sets ticks at round numbers', () => {
    expect([ticksBetween(0, 400, 5), ticksBetween(-24, 12, 6)]).toEqual([[0, 100, 200, 300, 400], [-20, -10, 0, 10]]);
  });

  it.each([[null, ''], [90_000, '2 min'], [3_900_000, '1 h 05']])('writes %j ms as %j', (waitMs, text) => {
    expect(formatWait(waitMs)).toBe(text);
  });
});
