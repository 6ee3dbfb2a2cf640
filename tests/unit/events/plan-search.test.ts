import { describe, expect, it } from 'vitest';
import { EVENT_INDEXES } from '#subgraphs/events/collections.ts';
import { planSearch } from '#subgraphs/events/discovery.ts';
import type { Ids } from '#subgraphs/events/discovery.ts';
import { askSample } from '#subgraphs/events/question.ts';
import type { Sample, SampledEvent } from '#subgraphs/events/sample.ts';
import type { Search } from '#subgraphs/events/search.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const EVERYTHING: Search = { status: 'SCHEDULED', from: NOW, before: null, anyTopic: [], allTopics: [], circles: [], words: [], organizerId: null, likedByMe: null, attendedByMe: null };
const NO_IDS = { only: null, except: [] };

/** 100,000 events of which these 1,000 are a sample: half are past, every tenth is about music, every hundredth says jazz. */
const sample: Sample = {
  total: 100_000,
  events: Array.from({ length: 1_000 }, (_, index): SampledEvent => ({
    status: 'SCHEDULED',
    startsAt: new Date(NOW.getTime() + (index - 500) * 3_600_000),
    topics: [index % 10 === 0 ? 'music' : 'food'],
    text: index % 100 === 0 ? ' jazz night' : ' dinner',
    titleText: '',
    organizerId: `organizer-${index % 500}`,
  })),
};
const indexFor = (search: Partial<Search>, order: 'START_TIME' | 'POPULARITY' | 'NEWEST' = 'START_TIME', ids: Ids = NO_IDS) =>
  planSearch(askSample({ ...EVERYTHING, ...search }, sample), { ids, order, wanted: 21 }).index;

describe('the index that answers a search', () => {
  it.each([
    ['START_TIME' as const, EVENT_INDEXES.start],
    ['POPULARITY' as const, EVENT_INDEXES.popularity],
    ['NEWEST' as const, EVENT_INDEXES.creation],
  ])('is that of the order %s where nothing narrows the search down', (order, index) => {
    expect(indexFor({}, order)).toBe(index);
  });

  it('is that of the rarest condition, where it is rare', () => {
    expect(indexFor({ organizerId: 'organizer-1', words: ['jazz'] })).toBe(EVENT_INDEXES.organizer);
    expect(indexFor({ words: ['nowhere'] })).toBe(EVENT_INDEXES.word);
    expect(indexFor({ before: new Date(NOW.getTime() + 3_600_000) }, 'POPULARITY')).toBe(EVENT_INDEXES.start);
  });

  it('is that of the order where what is wanted is found on the way', () => {
    expect(indexFor({ anyTopic: ['music', 'food'] }, 'POPULARITY')).toBe(EVENT_INDEXES.popularity);
    expect(indexFor({ words: ['dinner'] })).toBe(EVENT_INDEXES.start);
  });

  it('is that of the ids where they are given', () => {
    expect(indexFor({}, 'START_TIME', { only: ['one', 'two'], except: [] })).toEqual({ _id: 1 });
  });
});
