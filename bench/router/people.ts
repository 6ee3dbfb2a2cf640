/** Hides people for a measurement: their records in Redis, and tokens signed with a key of their own. */
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { ACCESS_TOKEN } from '#platform/access-token.ts';
import { createRedis } from '#platform/redis.ts';
import { createViewerRecords } from '#platform/viewer-records.ts';
import { standInId } from '#tests/support/stand-ins.ts';

const COUNT = 2_000;

export type People = {
  /** As users would publish it. */
  readonly publicKey: object;
  /** New access tokens, one for each person, in a new session each. */
  readonly signIn: () => Promise<readonly string[]>;
};

/** 2,000 of them. */
export async function createPeople(redisUrl: string, prefix: string): Promise<People> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const ids = Array.from({ length: COUNT }, (_, n) => standInId('a', n));
  const redis = createRedis(redisUrl);
  await redis.connect();
  const records = createViewerRecords(redis, prefix);
  await Promise.all(ids.map((id) => records.put({ id, version: 1, role: 'USER', disabled: false, verified: true, language: 'EN', timeZone: 'Europe/Madrid', home: null, interests: [], tokensValidFrom: 0 })));
  redis.disconnect();
  let sessions = 0;
  const signInOne = (id: string) => {
    sessions += 1;
    return new SignJWT({ sid: `session-${sessions}`, at: Date.now() })
      .setProtectedHeader({ alg: ACCESS_TOKEN.algorithm, kid: 'bench' })
      .setSubject(id).setIssuer(ACCESS_TOKEN.issuer).setAudience(ACCESS_TOKEN.audience)
      .setIssuedAt().setExpirationTime(`${ACCESS_TOKEN.lifetimeSeconds}s`).sign(privateKey);
  };
  return {
    publicKey: { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'EdDSA', use: 'sig' },
    signIn: () => Promise.all(ids.map(signInOne)),
  };
}
