/** `npm test`, from any Node: see test.ts. */
import { bootstrap } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => (await import('./test.ts')).test(process.argv.slice(2)));
