/** Hides how the router itself asks the subgraphs: for a person who holds a signed link, as a service, or as nobody. */
import { NOBODY, createIdentitySigner } from '#platform/identity.ts';
import type { Identity, Viewer } from '#platform/identity.ts';
import { createSubgraphRequest } from '#platform/subgraph-request.ts';
import type { SubgraphClient } from '#platform/subgraph-request.ts';
import type { SubgraphName } from '#platform/subgraph.ts';
import type { ViewerRecord } from '#platform/viewer-records.ts';

/** The router as a service. */
export const ROUTER: Identity = { ...NOBODY, service: 'router' };

export type Subgraphs = Readonly<Record<SubgraphName, SubgraphClient>>;

/** Clients of all three; `urls` are base addresses. */
export function createSubgraphs(urls: Readonly<Record<SubgraphName, string>>, secret: string): Subgraphs {
  const sign = createIdentitySigner(secret);
  const client = (audience: SubgraphName) => createSubgraphRequest({ url: urls[audience], audience, sign });
  return { users: client('users'), events: client('events'), notifications: client('notifications') };
}

/** Somebody without a session, at this address. */
export function visitor(clientAddress: string): Identity {
  return { ...NOBODY, clientAddress };
}

/** A person as their record describes them. */
export function personOf({ id, role, verified, language, timeZone, home, interests }: ViewerRecord): Identity {
  const viewer: Viewer = { id, role, verified, language, timeZone, home, interests };
  return { ...NOBODY, viewer };
}
