import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { entries } from '#embedded/stack-environment.ts';
import { generateSecrets } from '#embedded/secrets.ts';
import { ENV_NAMES, readEnv } from '#platform/env.ts';

const duration = z.string().regex(/^(\d+(ms|s|m|h))+$/);
const healthcheck = z.union([
  z.strictObject({ disable: z.literal(true) }),
  z.strictObject({ test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()), interval: duration, timeout: duration, retries: z.int(), start_period: duration.optional() }),
]);
const service = z.strictObject({
  image: z.string().regex(/^[a-z0-9./-]+(:[\w.-]+)?$/),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string().regex(/^(127\.0\.0\.1:)?\d+:\d+$/)).optional(),
  volumes: z.array(z.string().regex(/^[a-z]+:\/[\w/]+(:ro)?$/)).optional(),
  healthcheck,
  depends_on: z.record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']) })).optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']).optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  network_mode: z.literal('none').optional(),
  stop_grace_period: duration.optional(),
  security_opt: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
});
/** The part of the Compose specification that the file uses (https://github.com/compose-spec/compose-spec); extensions begin with x-. */
const composeFile = z.object({ name: z.string(), services: z.record(z.string().regex(/^[a-z]+$/), service), volumes: z.record(z.string(), z.null()) });

const compose = composeFile.parse(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }));
const dockerfile = readFileSync('Dockerfile', 'utf8');

function serviceOf(name: string): z.infer<typeof service> {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}.`);
  return found;
}

/** What Compose puts in place of `${NAME:-default}` when NAME is not set. */
function interpolate(value: string): string {
  return value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
}

describe('docker-compose.yml', () => {
  test('runs every process and server', () => {
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining([...Object.keys(entries), 'mongodb', 'redis', 'mailpit']));
  });

  test.each(Object.entries(entries))('runs %s from its own file', (name, entry) => {
    expect(serviceOf(name).command).toEqual(['node', entry]);
  });

  test.each(Object.keys(entries))('gives %s an environment that production accepts', (name) => {
    const values = Object.entries(serviceOf(name).environment ?? {}).filter(([variable]) => !variable.endsWith('_FILE'));
    const given = Object.fromEntries(values.map(([variable, value]) => [variable, interpolate(value)]));
    expect(readEnv({ ...given, ...generateSecrets() })).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
  });

  test('names no variable that does not exist', () => {
    const variables = Object.keys(entries).flatMap((name) => Object.keys(serviceOf(name).environment ?? {}));
    expect(variables.map((name) => name.replace(/_FILE$/, '')).filter((name) => !ENV_NAMES.includes(name))).toEqual([]);
  });

  test('waits for services that exist, and mounts volumes that exist', () => {
    const all = Object.values(compose.services);
    expect(all.flatMap((one) => Object.keys(one.depends_on ?? {})).filter((name) => !(name in compose.services))).toEqual([]);
    expect(all.flatMap((one) => one.volumes ?? []).filter((volume) => !((volume.split(':')[0] ?? '') in compose.volumes))).toEqual([]);
  });

  test('publishes only the router to other machines', () => {
    const open = Object.entries(compose.services).filter(([, { ports = [] }]) => ports.some((port) => !port.startsWith('127.0.0.1:')));
    expect(open.map(([name]) => name)).toEqual(['router']);
  });

  test('keeps the queue: append-only file, nothing evicted', () => {
    const command = serviceOf('redis').command?.join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
  });
});

describe('the image', () => {
  test('installs with the command that npm start installs with', () => {
    const install = /'install', '--no-save', '--no-audit', '--no-fund'/;
    expect(readFileSync('cli/bootstrap.mjs', 'utf8')).toMatch(install);
    expect(dockerfile).toContain('npm install --omit=dev --no-save --no-audit --no-fund');
  });

  test('runs as a user without rights, and says whether it is well', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*CMD \["node", "cli\/health.mjs"\]$/m);
  });

  test('copies only what exists and what .dockerignore lets through', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => (match[1] ?? '').split(' '));
    const admitted = new Set(readFileSync('.dockerignore', 'utf8').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
    expect(copied.length).toBeGreaterThan(8);
    expect(copied.filter((path) => !existsSync(path) || !admitted.has(path))).toEqual([]);
  });
});

describe('the Procfile', () => {
  test('starts a command that exists', () => {
    const procfile = readFileSync('Procfile', 'utf8');
    expect(procfile).toMatch(/^web: .*node cli\/start\.mjs/m);
  });
});
