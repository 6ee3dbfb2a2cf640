/** Hides that permissions let nobody through without a viewer where one is needed. */
import { unauthenticated } from '#platform/errors.ts';
import type { Identity, Viewer } from '#platform/identity.ts';

/** @throws DomainError UNAUTHENTICATED */
export function viewerOf({ viewer }: Identity): Viewer {
  if (viewer === null) throw unauthenticated();
  return viewer;
}
