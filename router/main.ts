/** The router: the only public door. */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { forbidTelemetry } from '#platform/env.ts';
import { listen, runProcess } from '#platform/lifecycle.ts';
import { leaveOutUnusedPackages } from './left-out-packages.ts';

/** Most of what the router holds are caches that stay: V8 would let the heap grow by up to half of them before it collects. Less than this costs time. */
const HEAP_GROWTH = '--heap-growing-percent=30';

await runProcess('router', async (context) => {
  const { env, log } = context;
  forbidTelemetry();
  leaveOutUnusedPackages();
  const { createRouter } = await import('./router.ts');
  const sdl = await readFile(new URL('../supergraph.graphql', import.meta.url), 'utf8');
  const server = await createRouter(context, { sdl });
  // Only now: code compiled ahead is not taken under other flags than it was compiled with.
  setFlagsFromString(HEAP_GROWTH);
  const port = await listen(server, { host: env.HOST, port: env.PORT ?? 4000 });
  log.info({ port }, 'listening');
});
