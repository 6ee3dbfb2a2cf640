/** Hides how the router hears that something it may have kept is no longer true: from other processes over Redis, and from its own mutations. */
import { z } from 'zod';
import { changesChannel } from '#platform/change-announcer.ts';
import type { Redis } from '#platform/redis.ts';

/** What changed: ids of things, names of types and of subgraphs. */
export type Change = {
  readonly ids: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly subgraphs: ReadonlySet<string>;
};

export type Changes = {
  /** Rises with every change: what was asked under one number may be out of date under the next. */
  readonly sequence: () => number;
  /** The changes after `sequence`, or null where they are no longer known (assume everything changed). */
  readonly since: (sequence: number) => readonly Change[] | null;
  /**
   * For a change that a request of ours makes, called at its beginning; gives back what to call at its end, once. What is heard of it until
   * then is held back and told with it, so that it counts once: nobody was promised to see it before. Without an id nothing is held back.
   */
  readonly begin: (requestId: string | null) => (change: Change) => void;
  /** Something changed; `requestId`: by that request, if it is known. */
  readonly hear: (change: Change, requestId: string | null) => void;
  /** Everything may have changed: something was missed. */
  readonly announceAll: () => void;
  readonly onChange: (listener: (change: Change | 'everything') => void) => void;
};

const REMEMBERED = 1_024;

/** Remembers the last 1,024 changes. */
export function createChanges(): Changes {
  const listeners: ((change: Change | 'everything') => void)[] = [];
  let latest = 0;
  let remembered: Change[] = [];
  /** What was heard of the changes that requests of ours are making. */
  const underway = new Map<string, Change[]>();
  const tell = (change: Change | 'everything') => {
    for (const listener of listeners) listener(change);
  };
  const announce = (change: Change) => {
    latest += 1;
    remembered.push(change);
    if (remembered.length > 2 * REMEMBERED) remembered = remembered.slice(-REMEMBERED);
    tell(change);
  };
  return {
    sequence: () => latest,
    since: (sequence) => {
      const missed = latest - sequence;
      return missed > remembered.length ? null : remembered.slice(remembered.length - missed);
    },
    begin: (requestId) => {
      if (requestId === null) return announce;
      const heard: Change[] = [];
      underway.set(requestId, heard);
      return (whole) => {
        underway.delete(requestId);
        announce([whole, ...heard].reduce(joined));
      };
    },
    hear: (change, requestId) => {
      const heard = requestId === null ? undefined : underway.get(requestId);
      if (heard === undefined) announce(change);
      else heard.push(change);
    },
    announceAll: () => {
      latest += 1;
      remembered = [];
      tell('everything');
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

const message = z.object({ tags: z.array(z.string()), requestId: z.string().nullish() });

/** A change from tags: `Type:id` names a thing, `Type` the lists of that type and its things not known by id; the first implies the second. */
export function changeFromTags(tags: readonly string[]): Change {
  const change = { ids: new Set<string>(), types: new Set<string>(), subgraphs: new Set<string>() };
  for (const tag of tags) {
    const [type = '', id] = tag.split(':', 2);
    change.types.add(type);
    if (id !== undefined) change.ids.add(id);
  }
  return change;
}

/** Listens on a connection of its own; after a lost connection everything counts as changed. */
export async function listenForChanges(subscriber: Redis, prefix: string, changes: Changes): Promise<void> {
  const channel = changesChannel(prefix);
  subscriber.on('message', (from, text) => {
    if (from !== channel) return;
    const parsed = message.safeParse(parseJson(text));
    if (parsed.success) changes.hear(changeFromTags(parsed.data.tags), parsed.data.requestId ?? null);
    else changes.announceAll();
  });
  subscriber.on('close', () => changes.announceAll());
  subscriber.on('ready', () => void subscriber.subscribe(channel).then(() => changes.announceAll(), () => {}));
  await subscriber.subscribe(channel);
}

function joined(one: Change, other: Change): Change {
  return { ids: one.ids.union(other.ids), types: one.types.union(other.types), subgraphs: one.subgraphs.union(other.subgraphs) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
