/** `npm start`, from any Node: see start.ts. */
import { bootstrap } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => (await import('./start.ts')).start(process.argv.slice(2)));
