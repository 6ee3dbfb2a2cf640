/** `npm start`, from any Node: see start.ts. */
import { bootstrap } from './bootstrap.mjs';

const run = async () => (await import('./start.ts')).start(process.argv.slice(2));
await bootstrap(import.meta.url, { run, withDevelopment: false });
