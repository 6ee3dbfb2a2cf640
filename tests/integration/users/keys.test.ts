import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { JWKS_PATH } from '#platform/access-token.ts';
import { IDENTITY_HEADER, NOBODY, createIdentitySigner } from '#platform/identity.ts';
import { graphql } from '#tests/support/graphql-client.ts';
import { runToExit, stackEnvironment, startProcess } from '#tests/support/processes.ts';
import { startUsers } from './users-process.ts';

const newKey = async (kid: string) => ({ ...(await exportJWK((await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })).privateKey)), kid });

test('a new key signs while tokens of the old one still verify', async () => {
  const [old, next] = [await newKey('old'), await newKey('new')];
  await using users = await startUsers({ ACCESS_TOKEN_KEYS: JSON.stringify([old]) });
  const person = await users.signUp();
  const rotated = { ...users.environment, ACCESS_TOKEN_KEYS: JSON.stringify([next, old]) };
  await using second = await startProcess({ entry: 'subgraphs/users/main.ts', env: rotated });
  const jwks = await (await fetch(`${second.url}${JWKS_PATH}`)).text();
  expect(JSON.parse(jwks)).toMatchObject({ keys: [{ kid: 'new', kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }, { kid: 'old' }] });
  expect(jwks).not.toContain('"d"');
  expect(JSON.parse(Buffer.from(person.accessToken.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({ kid: 'old', alg: 'EdDSA' });
});

test('without a configured key one is made and outlives restarts', async () => {
  await using users = await startUsers({ ACCESS_TOKEN_KEYS: '' });
  const person = await users.signUp();
  await users.restart();
  expect(await users.claimsOf(person.accessToken)).toMatchObject({ sub: person.id });
});

test('keys that are none are refused in one sentence', async () => {
  const env = await stackEnvironment({ ACCESS_TOKEN_KEYS: '[{"kty":"RSA"}]' });
  const { code, output } = await runToExit({ entry: 'subgraphs/users/main.ts', env });
  expect(code).toBe(1);
  expect(output).toContain('ACCESS_TOKEN_KEYS must hold private Ed25519 JWKs');
});

test('a call without the router’s word is answered 401, whatever else it says', async () => {
  await using users = await startUsers();
  const sign = createIdentitySigner(users.environment['IDENTITY_SECRET'] ?? '');
  const forged = createIdentitySigner('another secret of at least 32 characters');
  const headers: Readonly<Record<string, string>>[] = [
    {},
    { [IDENTITY_HEADER]: 'x' },
    { [IDENTITY_HEADER]: JSON.stringify({ viewer: { role: 'ADMIN' } }) },
    { [IDENTITY_HEADER]: await forged(NOBODY, 'users') },
    { [IDENTITY_HEADER]: await sign(NOBODY, 'events') },
    { authorization: `Bearer ${(await users.signUp()).accessToken}` },
  ];
  for (const given of headers) expect((await graphql(`${users.url}/graphql`, { query: '{ me { id } }', headers: given })).status).toBe(401);
});
