/** Hides what the router knows about people without asking users: their records and revoked sessions, kept in memory and dropped as soon as Redis says that they changed. */
import { LRUCache } from 'lru-cache';
import type { Redis } from '#platform/redis.ts';
import { createViewerRecords, parseViewerChange, viewerChannel } from '#platform/viewer-records.ts';
import type { ViewerRecord } from '#platform/viewer-records.ts';

/** A record is read again after this long even if nobody said that it changed. */
const MAX_AGE_MS = 300_000;

export type Viewers = {
  /** The record, or null where there is none. Answers at once for somebody seen before; rejects while Redis is away. */
  readonly recordOf: (id: string) => ViewerRecord | null | Promise<ViewerRecord | null>;
  readonly isSessionRevoked: (sessionId: string) => boolean | Promise<boolean>;
  /** Starts to listen for changes. */
  readonly start: () => Promise<void>;
};

type Connections = {
  readonly redis: Redis;
  /** A connection of its own: a subscriber can do nothing else. */
  readonly subscriber: Redis;
  readonly prefix: string;
};

/** Memory of at most 5,000 people and as many sessions; bypassed while the subscription is down, since changes are missed then. */
export function createViewers({ redis, subscriber, prefix }: Connections): Viewers {
  const stored = createViewerRecords(redis, prefix);
  // Where Redis has lost a record, the token does not hold: refreshing the session brings it back.
  const records = rememberUntilToldOtherwise((id) => stored.get(id));
  const sessions = rememberUntilToldOtherwise((id) => stored.isSessionRevoked(id));
  const memories = { viewer: records, session: sessions };
  const channel = viewerChannel(prefix);

  const setListening = (isListening: boolean) => {
    for (const memory of Object.values(memories)) memory.setTrusted(isListening);
  };
  subscriber.on('message', (from, message) => {
    if (from !== channel) return;
    const { kind, id } = parseViewerChange(message);
    memories[kind].forget(id);
  });
  subscriber.on('close', () => setListening(false));

  return {
    recordOf: records.get,
    isSessionRevoked: sessions.get,
    start: async () => {
      // ioredis subscribes again by itself after a reconnect, before it says `ready`'s commands are served in order.
      await subscriber.subscribe(channel);
      setListening(true);
      subscriber.on('ready', () => void subscriber.subscribe(channel).then(() => setListening(true), () => {}));
    },
  };
}

function rememberUntilToldOtherwise<Value>(read: (id: string) => Promise<Value>) {
  const values = new LRUCache<string, { readonly value: Value }>({ max: 5_000, ttl: MAX_AGE_MS });
  const reading = new Map<string, Promise<Value>>();
  let isTrusted = false;

  const load = (id: string): Promise<Value> => {
    const underway = reading.get(id);
    if (underway !== undefined) return underway;
    const load = read(id);
    reading.set(id, load);
    const settle = () => {
      // A change that came in between has already replaced or removed this reading: its value may be old.
      if (reading.get(id) !== load) return false;
      return reading.delete(id);
    };
    return load.then(
      (value) => {
        if (settle() && isTrusted) values.set(id, { value });
        return value;
      },
      (error: unknown) => {
        settle();
        throw error;
      },
    );
  };

  return {
    get: (id: string): Value | Promise<Value> => {
      const known = isTrusted ? values.get(id) : undefined;
      return known === undefined ? load(id) : known.value;
    },
    forget: (id: string): void => {
      values.delete(id);
      reading.delete(id);
    },
    setTrusted: (trusted: boolean): void => {
      isTrusted = trusted;
      values.clear();
      reading.clear();
    },
  };
}
