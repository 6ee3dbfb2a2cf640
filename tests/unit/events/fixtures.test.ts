import { describe, expect, it } from 'vitest';
import { makeEvents, makePeople } from '#cli/fixtures/generator.ts';
import { createProgress } from '#cli/fixtures/progress.ts';
import { parseDraft } from '#subgraphs/events/draft.ts';

const NOW = new Date('2026-06-15T12:00:00Z');

describe('made-up events', () => {
  it('are the same for the same seed, and others for another', () => {
    const make = (seed: number) => makeEvents({ seed, count: 20, now: NOW, pastDays: 10, futureDays: 30 });
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
  });

  it('are events that the API takes, where none lies in the past', () => {
    for (const event of makeEvents({ seed: 3, count: 2_000, now: NOW, pastDays: 0, futureDays: 90 })) expect(() => parseDraft(event, NOW)).not.toThrow();
  });

  it('start at hours at which people go out', () => {
    const hours = makeEvents({ seed: 4, count: 500, now: NOW, pastDays: 10, futureDays: 30 }).map(({ startsAt, timeZone }) =>
      Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(startsAt)));
    expect(hours.every((hour) => hour >= 7 && hour <= 22)).toBe(true);
  });

  it('are attended by people with addresses of their own', () => {
    const people = makePeople({ seed: 5, count: 500, domain: 'example.org' });
    expect(new Set(people.map(({ email }) => email)).size).toBe(500);
    expect(people.every(({ email }) => /^[a-z.]+\.\d+@example\.org$/.test(email))).toBe(true);
  });
});

describe('the progress bar', () => {
  it('redraws itself on a terminal and says its end once elsewhere', () => {
    const draw = (isTTY: boolean): string => {
      const written: string[] = [];
      const progress = createProgress('events', 2, { isTTY, write: (text: string) => written.push(text) });
      progress.advance();
      progress.advance();
      progress.end();
      return written.join('');
    };
    expect(draw(false)).toBe(`events       [${'#'.repeat(30)}] 2/2\n`);
    expect(draw(true).split('\r')).toHaveLength(4);
  });
});
