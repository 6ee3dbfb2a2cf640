/** Hides how users tells the router, at once and without being asked, what now holds for a person: a versioned record in Redis. */
import { z } from 'zod';
import type { Redis } from './redis.ts';

const recordSchema = z.object({
  id: z.string(),
  version: z.number(),
  role: z.enum(['USER', 'ADMIN']),
  /** Disabled or deleted: no token of this person works. */
  disabled: z.boolean(),
  verified: z.boolean(),
  language: z.enum(['EN', 'ES', 'PT']),
  timeZone: z.string().nullable(),
  home: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  interests: z.array(z.string()),
  /** Access tokens issued before this moment (epoch milliseconds) are dead: sign-out everywhere, password changed. */
  tokensValidFrom: z.number(),
});

export type ViewerRecord = Readonly<z.infer<typeof recordSchema>>;

/** What became stale: a person's record, or a session that was signed out. */
export type ViewerChange = { readonly kind: 'viewer' | 'session'; readonly id: string };

export type ViewerRecords = {
  /** Stores the record unless a newer version is there, and tells every router. */
  readonly put: (record: ViewerRecord) => Promise<void>;
  readonly get: (id: string) => Promise<ViewerRecord | null>;
  /** Marks one session as signed out until its access tokens have expired. */
  readonly revokeSession: (sessionId: string, lifetimeSeconds: number) => Promise<void>;
  readonly isSessionRevoked: (sessionId: string) => Promise<boolean>;
  /** Replaces the record by a bare tombstone that lapses once no token of the person can be alive. */
  readonly remove: (id: string, lifetimeSeconds: number) => Promise<void>;
};

const PUT_UNLESS_OLDER = `
local current = redis.call('get', KEYS[1])
if current and cjson.decode(current).version >= tonumber(ARGV[2]) then return 0 end
redis.call('set', KEYS[1], ARGV[1])
redis.call('publish', ARGV[3], ARGV[4])
return 1`;

/** The channel on which changes are published; messages are `ViewerChange` as JSON. */
export function viewerChannel(prefix: string): string {
  return `${prefix}:viewer-changed`;
}

/** Parses a message of the channel. */
export function parseViewerChange(message: string): ViewerChange {
  return z.object({ kind: z.enum(['viewer', 'session']), id: z.string() }).parse(JSON.parse(message));
}

/** Records under `<prefix>:viewer:<id>`. */
export function createViewerRecords(redis: Redis, prefix: string): ViewerRecords {
  const recordKey = (id: string) => `${prefix}:viewer:${id}`;
  const revocationKey = (sessionId: string) => `${prefix}:revoked-session:${sessionId}`;
  const announce = (change: ViewerChange) => redis.publish(viewerChannel(prefix), JSON.stringify(change));
  return {
    put: async (record) => {
      const change: ViewerChange = { kind: 'viewer', id: record.id };
      await redis.eval(PUT_UNLESS_OLDER, 1, recordKey(record.id), JSON.stringify(record), record.version, viewerChannel(prefix), JSON.stringify(change));
    },
    get: async (id) => {
      const text = await redis.get(recordKey(id));
      return text === null ? null : recordSchema.parse(JSON.parse(text));
    },
    revokeSession: async (sessionId, lifetimeSeconds) => {
      await redis.set(revocationKey(sessionId), '1', 'EX', lifetimeSeconds);
      await announce({ kind: 'session', id: sessionId });
    },
    isSessionRevoked: async (sessionId) => (await redis.exists(revocationKey(sessionId))) === 1,
    remove: async (id, lifetimeSeconds) => {
      const tombstone: ViewerRecord = {
        id, version: Number.MAX_SAFE_INTEGER, role: 'USER', disabled: true, verified: false, language: 'EN', timeZone: null, home: null, interests: [], tokensValidFrom: 0,
      };
      await redis.set(recordKey(id), JSON.stringify(tombstone), 'EX', lifetimeSeconds);
      await announce({ kind: 'viewer', id });
    },
  };
}
