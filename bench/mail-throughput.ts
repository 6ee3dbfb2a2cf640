/**
 * How much of nodemailer's own throughput is left when every mail is scheduled, claimed, recorded and counted, in turns, so that what else the machine
 * does weighs on both: `node bench/mail-throughput.ts [--mails 4000] [--rounds 4] [--concurrency 50] [--workers 1]`.
 */
import { parseArgs } from 'node:util';
import { createTransport } from 'nodemailer';
import { leanNodeOptions, leanRuntime, nodeCommand, startChild } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { scheduleMails } from '#mail/scheduling.ts';
import { createMailRenderer } from '#worker/templates/render.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { mailServers } from './mail/servers.ts';
import { median } from './mongo-server.ts';

const { values } = parseArgs({
  options: { mails: { type: 'string', default: '4000' }, rounds: { type: 'string', default: '4' }, concurrency: { type: 'string', default: '50' }, workers: { type: 'string', default: '1' } },
});
const mails = Number(values.mails);
const WARM_UP = 1_000;
const render = createMailRenderer({ publicUrl: 'http://localhost:4000', linkSecret: 'a secret of thirty-two characters' });

/** Mails a second by the clock, and processor time of the sending process for each: on a machine that is busy with other things only the latter says much. */
type Rate = { readonly perSecond: number; readonly cpuMs: number };

await using servers = await mailServers();
const { smtpUrl, taken, store, queue, workerEnv } = servers;
const sample = await sampleMail();
const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: Number(values.concurrency), maxMessages: Number.POSITIVE_INFINITY });
const workers = await Promise.all(Array.from({ length: Number(values.workers) }, startWorker));
const shares: { readonly clock: number; readonly cpu: number }[] = [];
try {
  await poll(workersCpuMs, { timeoutMs: 60_000 });
  await nodemailerAlone(WARM_UP);
  await throughWorkers(WARM_UP);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const [before, ours, after] = [await nodemailerAlone(mails / 2), await throughWorkers(mails), await nodemailerAlone(mails / 2)];
    const alone = { perSecond: 2 / (1 / before.perSecond + 1 / after.perSecond), cpuMs: (before.cpuMs + after.cpuMs) / 2 };
    const share = { clock: ours.perSecond / alone.perSecond, cpu: alone.cpuMs / ours.cpuMs };
    shares.push(share);
    console.log(`nodemailer's pool: ${describe(alone)}; ${workers.length === 1 ? 'the mail worker' : `${workers.length} mail workers`}: ${describe(ours)}: ${percent(share.clock)} by the clock, ${percent(share.cpu)} by processor time`);
  }
} finally {
  transport.close();
  await Promise.all(workers.map(({ stop }) => stop()));
}
console.log(`median: ${percent(median(shares.map(({ clock }) => clock)))} by the clock (bar: 80 %), ${percent(median(shares.map(({ cpu }) => cpu)))} by processor time`);

function describe({ perSecond, cpuMs }: Rate): string {
  return `${Math.round(perSecond)} mails/s, ${cpuMs.toFixed(2)} ms each`;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}

/** As `npm start` runs it. */
async function startWorker() {
  const port = await freePort();
  const env = workerEnv({ ...leanRuntime, MAIL_CONCURRENCY: values.concurrency, PORT: String(port) });
  const child = startChild({ ...nodeCommand('worker/main.ts', [], leanNodeOptions), env, onLine: (line) => console.log(line) });
  return { port, stop: () => child.stop(5_000) };
}

async function workersCpuMs(): Promise<number> {
  const all = await Promise.all(workers.map(async ({ port }) => {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(/^process_cpu_seconds_total\S* (\S+)/m.exec(metrics)?.[1] ?? Number.NaN) * 1_000;
  }));
  return all.reduce((sum, one) => sum + one, 0);
}

async function sampleMail() {
  const [notification] = await store.insert([{ ...wishFor(), cause: 'sample' }], new Date());
  if (notification === undefined) throw new Error('nothing was inserted');
  await store.finish([notification._id], { state: 'WITHDRAWN', reason: 'only a sample' }, new Date());
  const { subject, html, text, headers } = await render({ notification, recipient: null, event: null, items: [] });
  return { from: 'hello@eventpost.example', subject, html, text, headers: { ...headers } };
}

/** The same mails over the same number of connections. */
async function nodemailerAlone(count: number): Promise<Rate> {
  const cpu = process.cpuUsage();
  const arrival = arrivalOf(count);
  await Promise.all(Array.from({ length: count }, (_, index) => transport.sendMail({ ...sample, to: `person-${index}@example.org` })));
  const perSecond = await arrival;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond, cpuMs: (user + system) / 1_000 / count };
}

async function throughWorkers(count: number): Promise<Rate> {
  const now = new Date();
  // All are scheduled when the first is due.
  const scheduledAt = new Date(now.getTime() + 2_000 + count);
  await scheduleMails({ store, queue }, Array.from({ length: count }, (_, index) => wishFor({ toEmail: `person-${index}@example.org`, scheduledAt })), now);
  const cpu = await workersCpuMs();
  const perSecond = await arrivalOf(count);
  return { perSecond, cpuMs: ((await workersCpuMs()) - cpu) / count };
}

/** Mails a second from the first of so many that is taken from now on to the last. */
async function arrivalOf(count: number): Promise<number> {
  const before = taken();
  const until = (wanted: number) => poll(() => {
    if (taken() < before + wanted) throw new Error(`only ${taken() - before} of ${wanted} arrived`);
    return Promise.resolve(performance.now());
  }, { timeoutMs: 300_000, intervalMs: 5 });
  const startedAt = await until(1);
  const first = taken() - before;
  const endedAt = await until(count);
  return ((count - first) / (endedAt - startedAt)) * 1_000;
}
