/** Hides the keys that sign access tokens: given by the environment, or in development made once and kept. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { z } from 'zod';
import { ACCESS_TOKEN } from '#platform/access-token.ts';
import { ConfigurationError } from '#platform/env.ts';
import { collectionOf } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';

const privateKeySchema = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string(), kid: z.string().optional() });
type PrivateKey = z.infer<typeof privateKeySchema>;

export type SigningKeys = {
  /** The one that signs. */
  readonly current: { readonly kid: string; readonly key: CryptoKey };
  /** The public half of every key, for whoever verifies. */
  readonly jwks: { readonly keys: readonly JWK[] };
};

/**
 * The keys of `configured` (ACCESS_TOKEN_KEYS); for `[]` the one kept in the database, made there when there is none.
 * @throws ConfigurationError for what is no Ed25519 key
 */
export async function loadSigningKeys(configured: string, db: Db): Promise<SigningKeys> {
  const given = z.array(privateKeySchema).safeParse(JSON.parse(configured));
  if (!given.success) throw new ConfigurationError(['ACCESS_TOKEN_KEYS must hold private Ed25519 JWKs']);
  const [first, ...others] = await Promise.all(given.data.map(named));
  const current = first ?? (await keptKey(db));
  return {
    current: { kid: current.kid, key: await importPrivate(current) },
    jwks: { keys: [current, ...others].map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: ACCESS_TOKEN.algorithm, use: 'sig' })) },
  };
}

type NamedKey = PrivateKey & { readonly kid: string };

/** A key without a name is called by its thumbprint (RFC 7638). */
async function named(key: PrivateKey): Promise<NamedKey> {
  return { ...key, kid: key.kid ?? (await calculateJwkThumbprint(key)) };
}

async function importPrivate(key: NamedKey): Promise<CryptoKey> {
  const imported = await importJWK(key, ACCESS_TOKEN.algorithm);
  if (imported instanceof Uint8Array) throw new TypeError('an Ed25519 key was read as a secret');
  return imported;
}

type KeptKey = { readonly _id: 'access-token'; readonly jwk: PrivateKey };

/** Only development gets here: production refuses to start without ACCESS_TOKEN_KEYS. */
async function keptKey(db: Db): Promise<NamedKey> {
  const keys = collectionOf<KeptKey>(db, 'signing_keys');
  const { privateKey } = await generateKeyPair(ACCESS_TOKEN.algorithm, { crv: 'Ed25519', extractable: true });
  const jwk = privateKeySchema.parse(await exportJWK(privateKey));
  await keys.updateOne({ _id: 'access-token' }, { $setOnInsert: { jwk } }, { upsert: true });
  const kept = await keys.findOne({ _id: 'access-token' });
  if (kept === null) throw new Error('the signing key was not kept');
  return named(privateKeySchema.parse(kept.jwk));
}
