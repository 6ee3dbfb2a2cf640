/** `npm test`, from any Node: see test.ts. */
import { bootstrap } from './bootstrap.mjs';

const run = async () => (await import('./test.ts')).test(process.argv.slice(2));
await bootstrap(import.meta.url, { run, withDevelopment: true });
