/** Hides how the secrets of a development or test stack are made. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** The environment variables that hold secrets, by name. */
export type Secrets = Readonly<Record<'IDENTITY_SECRET' | 'ACCESS_TOKEN_KEYS' | 'LINK_SECRET' | 'DASHBOARD_SECRET', string>>;

/** New random secrets: 256 bits each, and one Ed25519 key (RFC 8037) in the JWK form that ACCESS_TOKEN_KEYS wants. */
export function generateSecrets(): Secrets {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return {
    IDENTITY_SECRET: randomSecret(),
    ACCESS_TOKEN_KEYS: JSON.stringify([{ ...key, alg: 'EdDSA', use: 'sig', kid: randomBytes(8).toString('hex') }]),
    LINK_SECRET: randomSecret(),
    DASHBOARD_SECRET: randomSecret(),
  };
}

/** A password for the first admin that can be typed, of 96 bits. */
export function generateAdminPassword(): string {
  return randomBytes(12).toString('base64url');
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}
