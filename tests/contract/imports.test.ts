import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom, folder by folder; `self` is a folder's own content. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  platform: ['platform'],
  mail: ['mail', 'platform'],
  'subgraphs/users': ['subgraphs/users', 'platform'],
  'subgraphs/events': ['subgraphs/events', 'platform'],
  'subgraphs/notifications': ['subgraphs/notifications', 'platform', 'mail'],
  router: ['router', 'platform'],
  worker: ['worker', 'mail', 'platform'],
  embedded: ['embedded', 'platform'],
};

/** The only homes of packages that must not spread. */
const HOMES: Readonly<Record<string, (file: string) => boolean>> = {
  bullmq: (file) => file === 'mail/mail-queue.ts' || file === 'platform/domain-events.ts' || file.startsWith('worker/dashboard/'),
  mongodb: (file) => file === 'platform/mongo.ts' || file.endsWith('store.ts') || file.startsWith('embedded/mongo/'),
  nodemailer: (file) => file.startsWith('worker/providers/'),
  'graphql-shield': (file) => file === 'platform/permissions.ts',
  '@apollo/gateway': (file) => file.startsWith('router/'),
};

const IMPORT = /(?:^|\n)\s*(?:import|export)\b(?<type>\s+type\b)?[^'";]*?from\s*'(?<from>[^']+)'|(?:^|\n)\s*import\s*'(?<bare>[^']+)'|\bimport\('(?<dynamic>[^']+)'\)/g;

type Import = { readonly file: string; readonly target: string; readonly isTypeOnly: boolean };

const sources = globSync('{platform,mail,subgraphs,router,worker,embedded}/**/*.ts').map((file) => file.replaceAll('\\', '/'));
const imports = sources.flatMap(importsOf);

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(IMPORT)].map(({ groups }) => {
    const specifier = groups?.['from'] ?? groups?.['bare'] ?? groups?.['dynamic'] ?? '';
    return { file, target: resolve(file, specifier), isTypeOnly: groups?.['type'] !== undefined };
  });
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier)).replaceAll('\\', '/');
  return `package:${specifier}`;
}

function folderOf(path: string): string {
  return Object.keys(ALLOWED).find((folder) => path.startsWith(`${folder}/`)) ?? path;
}

describe('the layers of the system', () => {
  it('finds the sources it is to judge', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(imports.length).toBeGreaterThan(50);
  });

  it.each(Object.keys(ALLOWED))('%s imports only what it may', (folder) => {
    const strays = imports
      .filter(({ file, target }) => file.startsWith(`${folder}/`) && !target.startsWith('package:'))
      .filter(({ target }) => !(ALLOWED[folder] ?? []).includes(folderOf(target)))
      .map(({ file, target }) => `${file} -> ${target}`);
    expect(strays).toEqual([]);
  });

  it('lets nothing import a main.ts', () => {
    expect(imports.filter(({ target }) => /(^|\/)main\.ts$/.test(target)).map(({ file }) => file)).toEqual([]);
  });

  it.each(Object.keys(HOMES))('keeps %s in its home', (name) => {
    const strays = imports
      .filter(({ target, isTypeOnly }) => !isTypeOnly && (target === `package:${name}` || target.startsWith(`package:${name}/`)))
      .filter(({ file }) => HOMES[name]?.(file) !== true)
      .map(({ file }) => file);
    expect(strays).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = sources.filter((file) => !file.startsWith('embedded/') && /process\.env\b/.test(readFileSync(file, 'utf8')));
    expect(readers).toEqual(['platform/env.ts']);
  });
});
