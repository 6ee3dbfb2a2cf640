/** Hides how the dashboard is put together from the worker's parts. */
import { createAuditStore } from '#mail/audit-store.ts';
import type { Forecasts } from '#mail/forecasts.ts';
import type { SubjectLookup } from '#mail/subject-lookup.ts';
import type { Env } from '#platform/env.ts';
import type { HttpServer } from '#platform/http-server.ts';
import type { Db } from '#platform/mongo.ts';
import type { SubgraphClient } from '#platform/subgraph-request.ts';
import type { ViewerRecords } from '#platform/viewer-records.ts';
import type { MailParts } from '../mail-worker.ts';
import { registerDashboard } from './dashboard.ts';
import { createOverviewIndexes, createOverviewStore } from './overview-store.ts';
import { createDashboardSessions } from './session.ts';
import { createMailOperations } from './source.ts';

type MountOptions = {
  readonly env: Env;
  readonly db: Db;
  readonly parts: MailParts;
  readonly forecasts: Forecasts;
  readonly lookup: SubjectLookup;
  readonly viewers: ViewerRecords;
  readonly askUsers: SubgraphClient;
};

/** Adds the dashboard to the worker's server. */
export async function mountDashboard(server: HttpServer, { env, db, parts, forecasts, lookup, viewers, askUsers }: MountOptions): Promise<void> {
  await createOverviewIndexes(db);
  const operations = createMailOperations({
    ...parts,
    forecasts,
    audit: createAuditStore(db),
    overview: createOverviewStore(db),
    namesOf: (ids) => namesOf(lookup, ids),
    now: () => new Date(),
  });
  const isAdmin = async (userId: string) => {
    const record = await viewers.get(userId);
    return record !== null && record.role === 'ADMIN' && !record.disabled;
  };
  await registerDashboard(server, {
    operations,
    sessions: createDashboardSessions({ secret: env.DASHBOARD_SECRET, users: askUsers, isAdmin }),
    queues: Object.values(parts.queue.queues),
    isSecure: env.DASHBOARD_URL.startsWith('https:'),
  });
}

async function namesOf(lookup: SubjectLookup, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const known = await lookup.recipients.getMany(ids).catch(() => new Map<string, never>());
  return new Map([...known].flatMap(([id, person]) => (person.state === 'known' ? [[id, person.facts.displayName] as const] : [])));
}
