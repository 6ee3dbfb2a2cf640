import { describe, expect, it } from 'vitest';
import { changeFromTags, createChanges } from '#router/changes.ts';

const titles = changeFromTags(['Event:one', 'Topic']);
const counts = { ids: new Set(['two']), types: new Set<string>(), subgraphs: new Set(['events']) };
const both = { ids: new Set(['one', 'two']), types: new Set(['Event', 'Topic']), subgraphs: new Set(['events']) };

describe('a change that a request of ours makes', () => {
  it('counts once, with what was heard of it meanwhile', () => {
    const changes = createChanges();
    const end = changes.begin('ours');
    changes.hear(titles, 'ours');
    expect(changes.sequence()).toBe(0);
    end(counts);
    expect(changes.since(0)).toEqual([both]);
  });

  it('holds nothing back that others change', () => {
    const changes = createChanges();
    changes.begin('ours');
    changes.hear(titles, 'theirs');
    changes.hear(titles, null);
    expect(changes.since(0)).toEqual([titles, titles]);
  });

  it('is told of at once where it is heard after its end', () => {
    const changes = createChanges();
    changes.begin('ours')(counts);
    changes.hear(titles, 'ours');
    expect(changes.since(0)).toEqual([counts, titles]);
  });

  it('is told of at once where the request has no id of its own', () => {
    const changes = createChanges();
    const end = changes.begin(null);
    changes.hear(titles, 'named-by-a-client');
    expect(changes.since(0)).toEqual([titles]);
    end(counts);
    expect(changes.since(1)).toEqual([counts]);
  });
});
