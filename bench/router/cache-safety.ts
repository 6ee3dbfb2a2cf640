/**
 * Asks a router with a response cache and one without the same random queries, of two people and nobody: every answer must be the same.
 * `node bench/router/cache-safety.ts [queries]` (default 10,000)
 */
import { readFile } from 'node:fs/promises';
import { assertCacheSafety } from '#tests/support/cache-safety.ts';
import { everyQuery } from '#tests/support/every-query.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import { startServers } from '../servers.ts';

const count = Number(process.argv[2] ?? 10_000);

await using servers = await startServers();
await using kept = await startRouter({ REDIS_URL: servers.redisUrl });
await using plain = await startRouter({ REDIS_URL: servers.redisUrl, RESPONSE_CACHE: 'false' });
const { queries, reachable } = everyQuery(await readFile('supergraph.graphql', 'utf8'));
const startedAt = performance.now();
await assertCacheSafety({ kept, plain, queries, count });
const metrics = await (await fetch(`${kept.url}/metrics`)).text();
const results = [...metrics.matchAll(/router_response_cache_total\{[^}]*result="(\w+)"[^}]*\} (\d+)/g)].map(([, result, times]) => `${times} ${result}`);
console.log(`${count.toLocaleString('en')} random queries over ${reachable.size} fields (${queries.length} paths to them): no answer differs; ${results.join(', ')}; ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
