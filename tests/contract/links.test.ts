import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const pages = ['README.md', ...globSync('docs/**/*.md'), ...globSync('{embedded,bench,deploy}/**/README.md')];

function brokenLinks(page: string): readonly string[] {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
  return links.filter((link) => !existsSync(join(dirname(page), link)));
}

describe('the documentation', () => {
  it.each(pages)('%s leads only to pages that exist', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('names in its commands only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? ''));
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
