/**
 * Loads every module of the processes once, so that Node keeps them compiled: stripping types in each process of a first start
 * would cost 20 MB and a second apiece. Modules do nothing when loaded; only a main.ts does, and those are left out.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';

const modules = globSync('{platform,mail,subgraphs,router,worker}/**/*.ts').filter((path) => !path.endsWith('main.ts'));
await Promise.allSettled(modules.map((path) => import(resolve(path))));
process.exit();
