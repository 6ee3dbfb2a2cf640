/** The router: the only public door. */
import { readFile } from 'node:fs/promises';
import { forbidTelemetry } from '#platform/env.ts';
import { listen, runProcess } from '#platform/lifecycle.ts';
import { createRouter } from './router.ts';

await runProcess('router', async (context) => {
  const { env, log } = context;
  forbidTelemetry();
  const sdl = await readFile(new URL('../supergraph.graphql', import.meta.url), 'utf8');
  const server = await createRouter(context, { sdl });
  const port = await listen(server, { host: env.HOST, port: env.PORT ?? 4000 });
  log.info({ port }, 'listening');
});
