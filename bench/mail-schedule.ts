/** How long it takes to schedule very many mails, and what a worker's memory makes of them: `node bench/mail-schedule.ts [--mails 100000] [--watch 60]`. */
import { parseArgs } from 'node:util';
import { leanNodeOptions, leanRuntime, nodeCommand, startChild } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { scheduleMails } from '#mail/scheduling.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { mailServers } from './mail/servers.ts';

const { values } = parseArgs({ options: { mails: { type: 'string', default: '100000' }, watch: { type: 'string', default: '60' } } });
const mails = Number(values.mails);
const HOUR_MS = 3_600_000;
const MEGABYTE = 1_048_576;

await using servers = await mailServers();
const now = new Date();
const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR_MS);
const wishes = Array.from({ length: mails }, (_, index) => wishFor({ toEmail: `person-${index}@example.org`, scheduledAt: inHours(1 + index / 1_000), deadline: inHours(25 + index / 1_000) }));
const startedAt = performance.now();
await scheduleMails(servers, wishes, now);
console.log(`${mails} mails scheduled in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);

const port = await freePort();
const worker = startChild({ ...nodeCommand('worker/main.ts', [], leanNodeOptions), env: servers.workerEnv({ ...leanRuntime, PORT: String(port), MAIL_QUOTA: '12/hour,300/day' }), onLine: (line) => console.log(line) });
const residentBytes = async (): Promise<number> => {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\S+)/m.exec(metrics)?.[1] ?? Number.NaN);
};
await poll(residentBytes, { timeoutMs: 60_000 });
let most = 0;
const until = performance.now() + Number(values.watch) * 1_000;
while (performance.now() < until) {
  most = Math.max(most, await residentBytes());
  await new Promise((resolve) => setTimeout(resolve, 500));
}
console.log(`worker resident with them pending: ${Math.round((await residentBytes()) / MEGABYTE)} MB, at most ${Math.round(most / MEGABYTE)} MB`);
await worker.stop(5_000);
