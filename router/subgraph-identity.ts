/** Hides how a subgraph learns who calls: an identity signed for it alone, signed once and used again for a while. */
import { LRUCache } from 'lru-cache';
import { createIdentitySigner } from '#platform/identity.ts';
import type { Identity } from '#platform/identity.ts';
import type { Caller } from './caller.ts';

/** Half of an identity's life, so that one never expires on the way. */
const REUSE_MS = 30_000;

export type IdentityHeader = (caller: Caller, audience: string, clientAddress: string | null) => Promise<string>;

/** Signs identities with the shared secret; they are kept for 30 s by caller, audience and client's address (queries need none), at most 5,000 of them. */
export function createIdentityHeader(secret: string): IdentityHeader {
  const sign = createIdentitySigner(secret);
  const kept = new LRUCache<string, Promise<string>>({ max: 5_000, ttl: REUSE_MS });
  return (caller, audience, clientAddress) => {
    const identity: Identity = { ...caller.identity, clientAddress };
    const key = `${audience} ${clientAddress ?? ''} ${caller.key}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const signed = sign(identity, audience);
    kept.set(key, signed);
    signed.catch(() => kept.delete(key));
    return signed;
  };
}
