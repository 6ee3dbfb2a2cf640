/** How much of nodemailer's own throughput is left when every mail is scheduled, claimed, recorded and counted: `node bench/mail-throughput.ts [--mails 10000] [--concurrency 50]`. */
import { parseArgs } from 'node:util';
import { createTransport } from 'nodemailer';
import { nodeCommand, startChild } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { scheduleMails } from '#mail/scheduling.ts';
import { createMailRenderer } from '#worker/templates/render.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { mailServers } from './mail/servers.ts';
import type { MailServers } from './mail/servers.ts';

const { values } = parseArgs({ options: { mails: { type: 'string', default: '10000' }, concurrency: { type: 'string', default: '50' } } });
const mails = Number(values.mails);
const DUE_IN_MS = 20_000 + mails * 2;
const render = createMailRenderer({ publicUrl: 'http://localhost:4000', linkSecret: 'a secret of thirty-two characters' });

/** Mails a second by the clock, and processor time of the sending process for each: on a machine that is busy with other things only the latter says much. */
type Rate = { readonly perSecond: number; readonly cpuMs: number };

await using servers = await mailServers();
const before = await nodemailerAlone(servers);
console.log(`nodemailer's pool alone: ${describe(before)}`);
const worker = await workerRate(servers);
// Before and after, so that what else the machine does meanwhile weighs on both.
const after = await nodemailerAlone(servers);
console.log(`and once more:           ${describe(after)}`);
const alone: Rate = { perSecond: 2 / (1 / before.perSecond + 1 / after.perSecond), cpuMs: (before.cpuMs + after.cpuMs) / 2 };
const share = (ratio: number) => `${(ratio * 100).toFixed(0)} %`;
console.log(`the mail worker:         ${describe(worker)}: ${share(worker.perSecond / alone.perSecond)} by the clock, ${share(alone.cpuMs / worker.cpuMs)} by its processor time`);

function describe({ perSecond, cpuMs }: Rate): string {
  return `${Math.round(perSecond)} mails/s, ${cpuMs.toFixed(2)} ms of processor time a mail`;
}

/** The same mails over the same number of connections. */
async function nodemailerAlone({ smtpUrl, taken, store }: MailServers): Promise<Rate> {
  const [notification] = await store.insert([{ ...wishFor(), cause: 'sample' }], new Date());
  if (notification === undefined) throw new Error('nothing was inserted');
  await store.finish([notification._id], { state: 'WITHDRAWN', reason: 'only a sample' }, new Date());
  const { subject, html, text, headers } = await render({ notification, recipient: null, event: null, items: [] });
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: Number(values.concurrency), maxMessages: Number.POSITIVE_INFINITY });
  const before = taken();
  const cpu = process.cpuUsage();
  const perSecond = await rateOf(taken, before, async () => {
    await Promise.all(Array.from({ length: mails }, (_, index) => transport.sendMail({ from: 'hello@eventpost.example', to: `person-${index}@example.org`, subject, html, text, headers: { ...headers } })));
    transport.close();
  });
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond, cpuMs: (user + system) / 1_000 / mails };
}

async function workerRate({ taken, store, queue, workerEnv }: MailServers): Promise<Rate> {
  const now = new Date();
  // Due once the worker is up, so that its start is not measured.
  const scheduledAt = new Date(now.getTime() + DUE_IN_MS);
  await scheduleMails({ store, queue }, Array.from({ length: mails }, (_, index) => wishFor({ toEmail: `person-${index}@example.org`, scheduledAt })), now);
  const before = taken();
  const port = await freePort();
  const child = startChild({ ...nodeCommand('worker/main.ts'), env: workerEnv({ MAIL_CONCURRENCY: values.concurrency, PORT: String(port) }), onLine: (line) => console.log(line) });
  const cpuSeconds = async () => Number(/^process_cpu_seconds_total\S* (\S+)/m.exec(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())?.[1] ?? Number.NaN);
  try {
    const cpu = await poll(cpuSeconds, { timeoutMs: 60_000 });
    const perSecond = await rateOf(taken, before, () => Promise.resolve());
    return { perSecond, cpuMs: (((await cpuSeconds()) - cpu) * 1_000) / mails };
  } finally {
    await child.stop(5_000);
  }
}

/** Mails a second from the first that was taken to the last. */
async function rateOf(taken: () => number, before: number, work: () => Promise<void>): Promise<number> {
  const working = work();
  const until = (count: number) => poll(() => {
    if (taken() < before + count) throw new Error(`only ${taken() - before} of ${count} arrived`);
    return Promise.resolve(performance.now());
  }, { timeoutMs: 300_000, intervalMs: 5 });
  const startedAt = await until(1);
  const first = taken() - before;
  const endedAt = await until(mails);
  await working;
  return ((mails - first) / (endedAt - startedAt)) * 1_000;
}
