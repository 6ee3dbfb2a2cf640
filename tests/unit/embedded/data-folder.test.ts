import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrivateKey, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDataFolder } from '#embedded/data-folder.ts';
import { readEnv } from '#platform/env.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'eventpost-data-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

describe('the data folder', () => {
  test('keeps its secrets over restarts, for the owner alone', () => {
    const first = openDataFolder(path);
    expect(openDataFolder(path).secrets).toEqual(first.secrets);
    expect(openDataFolder(path).adminPassword).toBe(first.adminPassword);
    expect(statSync(join(path, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  test('makes secrets that production would accept, with a key that signs', () => {
    const { secrets, adminPassword } = openDataFolder(path);
    const env = readEnv({ ...secrets, ADMIN_PASSWORD: adminPassword, NODE_ENV: 'production' });
    const [key] = JSON.parse(env.ACCESS_TOKEN_KEYS);
    expect(sign(null, Buffer.from('x'), createPrivateKey({ key, format: 'jwk' }))).toHaveLength(64);
  });

  test('started fresh, forgets its own data and leaves other files alone', () => {
    const before = openDataFolder(path);
    before.markDemoLoaded();
    mkdirSync(join(path, 'mongodb'));
    writeFileSync(join(path, 'diary.txt'), 'dear diary');
    const after = openDataFolder(path, { isFresh: true });
    expect(after.secrets).not.toEqual(before.secrets);
    expect(after.isDemoLoaded()).toBe(false);
    expect(existsSync(join(path, 'mongodb'))).toBe(false);
    expect(existsSync(join(path, 'diary.txt'))).toBe(true);
  });

  test('says that its secrets are damaged', () => {
    writeFileSync(join(path, 'secrets.json'), '{');
    expect(() => openDataFolder(path)).toThrow('secrets.json is damaged');
  });

  test('says that it cannot be written', () => {
    const file = join(path, 'file');
    writeFileSync(file, '');
    expect(() => openDataFolder(join(file, 'data'))).toThrow('cannot be written');
  });

  test.each(['/proc/eventpost', '/proc', '/dev/null/eventpost'])('says so when %s cannot be written', (folder) => {
    expect(() => openDataFolder(folder)).toThrow(/cannot be written; choose another with --data/);
  });
});
