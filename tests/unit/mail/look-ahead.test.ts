import { describe, expect, it } from 'vitest';
import { decideTurn } from '#mail/drain-order.ts';
import { NOTHING_UPCOMING, decideLookAhead, upcomingOf } from '#mail/look-ahead.ts';
import { windowsAt } from '#mail/quota-window.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, START, mailOf, quotaOf } from './traces.ts';

const NOW = START + 10 * HOUR_MS;

type Situation = { readonly text: string; readonly used?: readonly number[]; readonly deadline: number; readonly coming: readonly (readonly [dueMinute: number, deadlineMinute: number])[] };

function lookAhead({ text, used = [], deadline, coming }: Situation) {
  const quota = quotaOf(text);
  const counts = new Map(windowsAt(quota, NOW).map((window, index) => [window.key, used[index] ?? 0]));
  const mails = coming.map(([due, until], index) => mailOf(index, { dueAt: NOW + due * MINUTE_MS, deadline: NOW + until * MINUTE_MS }));
  return decideLookAhead({ quota, counts, upcoming: upcomingOf(mails, quota, NOW), deadline: NOW + deadline * MINUTE_MS, now: NOW });
}

describe('a mail that outlives the hour', () => {
  it.each<[string, Situation, boolean]>([
    ['takes a token while more are left than mails that expire in the hour', { text: '3/hour', deadline: 300, coming: [[20, 30], [40, 50]] }, false],
    ['leaves the last tokens to mails that expire in the hour', { text: '2/hour', deadline: 300, coming: [[20, 30], [40, 50]] }, true],
    ['counts what was sent already', { text: '3/hour', used: [1], deadline: 300, coming: [[20, 30], [40, 50]] }, true],
    ['does not wait for mails with later deadlines', { text: '1/hour', deadline: 300, coming: [[20, 400]] }, false],
    ['does not wait for mails of the next hour', { text: '1/hour', deadline: 300, coming: [[70, 80]] }, false],
    ['takes a token while the day shows that earlier deadlines are served all the same', { text: '1/hour,300/day', deadline: 300, coming: [[20, 200]] }, false],
    ['waits where the day shows that an earlier deadline would be missed', { text: '1/hour,300/day', deadline: 300, coming: [[20, 90], [65, 100]] }, true],
    ['leaves the last token of the day to a mail that expires in it', { text: '5/hour,1/day', deadline: 2 * 24 * 60, coming: [[300, 360]] }, true],
    ['takes a token of the day where the hours cannot serve more', { text: '1/hour,3/day', deadline: 2 * 24 * 60, coming: [[300, 310], [300, 310], [300, 310], [300, 310]] }, false],
    ['is never held without a quota', { text: 'unlimited', deadline: 300, coming: [[20, 30]] }, false],
  ])('%s', (_rule, situation, held) => {
    expect(lookAhead(situation).held).toBe(held);
  });

  it('is asked again when the first of those mails comes due', () => {
    expect(lookAhead({ text: '1/hour', deadline: 300, coming: [[40, 50], [20, 55]] })).toEqual({ held: true, until: NOW + 20 * MINUTE_MS });
  });

  it('passes over mails that came due since the summary was made', () => {
    const quota = quotaOf('1/hour');
    const upcoming = upcomingOf([mailOf(1, { dueAt: NOW + MINUTE_MS, deadline: NOW + 30 * MINUTE_MS })], quota, NOW);
    expect(decideLookAhead({ quota, counts: new Map(), upcoming, deadline: NOW + DAY_MS, now: NOW + MINUTE_MS })).toEqual({ held: false });
  });
});

describe('a mail that expires within the hour', () => {
  it('is never held on account of it', () => {
    expect(lookAhead({ text: '1/hour', deadline: 59, coming: [[20, 30], [21, 31]] }).held).toBe(false);
  });
});

describe('the summary of mails to come', () => {
  it('holds ordinary mails that come due before the longest window resets, by deadline', () => {
    const mails = [
      mailOf(1, { dueAt: NOW + MINUTE_MS, deadline: NOW + DAY_MS }),
      mailOf(2, { dueAt: NOW + 2 * MINUTE_MS, deadline: NOW + HOUR_MS }),
      mailOf(3, { dueAt: NOW, deadline: NOW + HOUR_MS }),
      mailOf(4, { dueAt: NOW + DAY_MS, deadline: NOW + 2 * DAY_MS }),
      mailOf(5, { dueAt: NOW + MINUTE_MS, deadline: NOW + HOUR_MS, lane: 'urgent' }),
    ];
    const upcoming = upcomingOf(mails, quotaOf('12/hour,300/day'), NOW);
    expect([[...upcoming.dueAt], [...upcoming.deadline]]).toEqual([[NOW + 2 * MINUTE_MS, NOW + MINUTE_MS], [NOW + HOUR_MS, NOW + DAY_MS]]);
  });
});

describe('a turn', () => {
  const turn = { quota: quotaOf('1/hour,50/day', { urgentReserve: 12 }), counts: new Map<string, number>(), credits: null, upcoming: NOTHING_UPCOMING, now: NOW };

  it.each([
    ['an expired mail, for no token', { lane: 'ordinary', deadline: NOW - 1 }, { action: 'expire' }],
    ['a mail for which there is a token', { lane: 'ordinary', deadline: NOW }, { action: 'send', keys: [`PT1H@${NOW}`, `P1D@${START}`] }],
  ] as const)('ends or sends %s', (_name, mail, expected) => {
    expect(decideTurn({ ...turn, mail })).toEqual(expected);
  });

  it('waits for the hour where that is used up, unless the mail is urgent', () => {
    const counts = new Map([[`PT1H@${NOW}`, 1]]);
    const deadline = NOW + DAY_MS;
    expect(decideTurn({ ...turn, counts, mail: { lane: 'ordinary', deadline } })).toEqual({ action: 'wait', until: NOW + HOUR_MS, because: 'quota' });
    expect(decideTurn({ ...turn, counts, mail: { lane: 'urgent', deadline } })).toMatchObject({ action: 'send' });
  });

  it('never makes urgent mail look ahead', () => {
    const upcoming = upcomingOf([mailOf(1, { dueAt: NOW + MINUTE_MS, deadline: NOW + 30 * MINUTE_MS })], turn.quota, NOW);
    const mail = { deadline: NOW + DAY_MS };
    const quota = quotaOf('1/hour');
    expect(decideTurn({ ...turn, quota, upcoming, mail: { ...mail, lane: 'ordinary' } })).toMatchObject({ action: 'wait', because: 'look-ahead' });
    expect(decideTurn({ ...turn, quota, upcoming, mail: { ...mail, lane: 'urgent' } })).toMatchObject({ action: 'send' });
  });
});
