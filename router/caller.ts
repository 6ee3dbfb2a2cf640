/** Hides who stands behind a request, as the rest of the router needs to know it. */
import { NOBODY } from '#platform/identity.ts';
import type { Identity } from '#platform/identity.ts';

export type Caller = {
  /** What subgraphs are told. */
  readonly identity: Identity;
  /** Equal for two requests exactly when subgraphs are told the same; changes with every change of the viewer's record. */
  readonly key: string;
  readonly scopes: ReadonlySet<string>;
};

const NO_SCOPES: ReadonlySet<string> = new Set();
const ADMIN_SCOPES: ReadonlySet<string> = new Set(['admin']);

/** Nobody is signed in. */
export const NO_CALLER: Caller = { identity: NOBODY, key: '', scopes: NO_SCOPES };

/** A person; `version` is their record's. */
export function callerOf(viewer: NonNullable<Identity['viewer']>, sessionId: string, version: number): Caller {
  return {
    identity: { viewer, service: null, clientAddress: null, sessionId },
    key: `${viewer.id} ${sessionId} ${version}`,
    scopes: viewer.role === 'ADMIN' ? ADMIN_SCOPES : NO_SCOPES,
  };
}

/** Whether somebody is signed in. */
export function isSomebody(caller: Caller): boolean {
  return caller.identity.viewer !== null;
}
