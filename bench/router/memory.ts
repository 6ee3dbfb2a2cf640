/**
 * Measures the router's resident memory over many requests of all kinds, at every tenth of them.
 * `node bench/router/memory.ts [requests]` (default 1,000,000, which takes some ten minutes)
 */
import { setTimeout as delay } from 'node:timers/promises';
import { runLoad } from './load.ts';
import { createMix } from './mix.ts';
import { startOurRouter } from './our-router.ts';
import { writeReport } from './report.ts';
import { residentMb } from './resources.ts';

const requestCount = Number(process.argv[2] ?? 1_000_000);
const CONNECTIONS = 20;
const SLICE_SECONDS = 2;
const PARTS = 10;

await using router = await startOurRouter();
const mix = createMix();
const startedAt = performance.now();
const sizes = [size('started')];
console.log(`started: ${sizes[0]?.megabytes.toFixed(0)} MB resident`);
for (let part = 1; part <= PARTS; part += 1) {
  // They expire after a quarter of an hour.
  mix.setTokens(await router.people.signIn());
  while (mix.sent() < (requestCount * part) / PARTS) await runLoad({ port: router.port, next: mix.next, connections: CONNECTIONS, seconds: SLICE_SECONDS, areFailuresExpected: true });
  const latest = size(`${mix.sent().toLocaleString('en')} requests`);
  sizes.push(latest);
  console.log(`${`${part * PARTS} %`.padStart(5)}  ${latest.label}: ${latest.megabytes.toFixed(0)} MB resident`);
}
const elapsedSeconds = (performance.now() - startedAt) / 1_000;
await delay(SLICE_SECONDS * 1_000);
sizes.push(size('at rest'));
console.log(`at rest: ${sizes.at(-1)?.megabytes.toFixed(0)} MB, the most at a tenth: ${Math.max(...sizes.map(({ megabytes }) => megabytes)).toFixed(0)} MB (bar: 250 MB)`);
console.log(`${(mix.sent() / elapsedSeconds).toFixed(0)} requests/s; ${mix.wrong()} answers not as expected`);
writeReport('router-memory', sizes, sizes.map(({ label, megabytes }) => ({ group: 'Resident memory', label, value: megabytes, unit: 'MB' })));

function size(label: string) {
  return { label, megabytes: residentMb(router.pid) ?? Number.NaN };
}
