/** Hides how the `Authorization` header becomes a caller. */
import type { AccessTokenClaims } from '#platform/access-token.ts';
import type { ViewerRecord } from '#platform/viewer-records.ts';
import { badToken } from './access-tokens.ts';
import type { AccessTokenVerifier } from './access-tokens.ts';
import { NO_CALLER, callerOf } from './caller.ts';
import type { Caller } from './caller.ts';
import type { Viewers } from './viewers.ts';

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/**
 * Answers who calls; no header is nobody. Throws DomainError UNAUTHENTICATED where a token is there and does not hold:
 * malformed, forged, expired, of a disabled or deleted account, of a session that was ended. An Error where that cannot be found out.
 */
export type Authenticate = (authorization: string | undefined) => Caller | Promise<Caller>;

/** Authentication with tokens seen before costing neither a signature nor a question to Redis. */
export function createAuthenticate(verify: AccessTokenVerifier, viewers: Pick<Viewers, 'recordOf' | 'isSessionRevoked'>): Authenticate {
  const callers = new WeakMap<ViewerRecord, Map<string, Caller>>();

  const toCaller = (claims: AccessTokenClaims, record: ViewerRecord | null, isRevoked: boolean): Caller => {
    if (isRevoked || record === null || record.disabled || claims.at < record.tokensValidFrom) throw badToken();
    const known = callers.get(record)?.get(claims.sid);
    if (known !== undefined) return known;
    const { id, role, verified, language, timeZone, home, interests } = record;
    const caller = callerOf({ id, role, verified, language, timeZone, home, interests }, claims.sid, record.version);
    const sessions = callers.get(record) ?? new Map<string, Caller>();
    callers.set(record, sessions.set(claims.sid, caller));
    return caller;
  };

  const look = async (claims: AccessTokenClaims): Promise<Caller> => {
    const [record, isRevoked] = await Promise.all([viewers.recordOf(claims.sub), viewers.isSessionRevoked(claims.sid)]);
    return toCaller(claims, record, isRevoked);
  };

  return (authorization) => {
    if (authorization === undefined) return NO_CALLER;
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw badToken();
    const claims = verify(token);
    if (claims instanceof Promise) return claims.then(look);
    const record = viewers.recordOf(claims.sub);
    if (record instanceof Promise) return record.then(() => look(claims));
    const isRevoked = viewers.isSessionRevoked(claims.sid);
    if (isRevoked instanceof Promise) return isRevoked.then((revoked) => toCaller(claims, record, revoked));
    return toCaller(claims, record, isRevoked);
  };
}
