/**
 * Loads every module that `npm start` runs once, so that Node keeps it compiled: stripping the types in each process of a first
 * start would cost 20 MB and half a second apiece.
 */
import { globSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [mark = ''] = process.argv.slice(2);
const all = globSync(['{platform,mail,subgraphs,router,worker,embedded}/**/*.ts', 'cli/{start*,demo}.ts', 'cli/fixtures/*.ts']);
const programs = all.filter((path) => path.endsWith('main.ts') || path.endsWith('demo.ts'));

// Modules do nothing when they are loaded.
await Promise.allSettled(['maildev', ...all.filter((path) => !programs.includes(path) && !path.endsWith('.d.ts')).map((path) => resolve(path))].map((path) => import(path)));

// Programs do, so they are compiled but not run: linking them with a name that does not exist fails before anything is evaluated.
for (const path of programs) {
  const source = `import ${JSON.stringify(pathToFileURL(resolve(path)).href)}; import { nothing } from 'node:fs';`;
  await import(`data:text/javascript,${encodeURIComponent(source)}`).catch(() => {});
}
writeFileSync(mark, '');
process.exit();
