/** How much of nodemailer's own throughput is left when every mail is scheduled, claimed, recorded and counted: `node bench/mail-throughput.ts [--mails 10000] [--concurrency 50]`. */
import { parseArgs } from 'node:util';
import { createTransport } from 'nodemailer';
import { nodeCommand, startChild } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { scheduleMails } from '#mail/scheduling.ts';
import { createMailRenderer } from '#worker/templates/render.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { mailServers } from './mail/servers.ts';
import type { MailServers } from './mail/servers.ts';

const { values } = parseArgs({ options: { mails: { type: 'string', default: '10000' }, concurrency: { type: 'string', default: '50' } } });
const mails = Number(values.mails);
const render = createMailRenderer({ publicUrl: 'http://localhost:4000', linkSecret: 'a secret of thirty-two characters' });

await using servers = await mailServers();
const alone = await nodemailerAlone(servers);
console.log(`nodemailer's pool alone: ${Math.round(alone)} mails/s`);
const worker = await workerRate(servers);
console.log(`the mail worker:         ${Math.round(worker)} mails/s (${((worker / alone) * 100).toFixed(0)} %)`);

/** The same mails over the same number of connections. */
async function nodemailerAlone({ smtpUrl, taken, store }: MailServers): Promise<number> {
  const [notification] = await store.insert([{ ...wishFor(), cause: 'sample' }], new Date());
  if (notification === undefined) throw new Error('nothing was inserted');
  await store.finish([notification._id], { state: 'WITHDRAWN', reason: 'only a sample' }, new Date());
  const { subject, html, text, headers } = await render({ notification, recipient: null, event: null, items: [] });
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: Number(values.concurrency), maxMessages: Number.POSITIVE_INFINITY });
  const before = taken();
  return rateOf(taken, before, async () => {
    await Promise.all(Array.from({ length: mails }, (_, index) => transport.sendMail({ from: 'hello@eventpost.example', to: `person-${index}@example.org`, subject, html, text, headers: { ...headers } })));
    transport.close();
  });
}

async function workerRate({ taken, store, queue, workerEnv }: MailServers): Promise<number> {
  const now = new Date();
  await scheduleMails({ store, queue }, Array.from({ length: mails }, (_, index) => wishFor({ toEmail: `person-${index}@example.org`, scheduledAt: now })), now);
  const before = taken();
  const child = startChild({ ...nodeCommand('worker/main.ts'), env: workerEnv({ MAIL_CONCURRENCY: values.concurrency }), onLine: (line) => console.log(line) });
  try {
    return await rateOf(taken, before, () => Promise.resolve());
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
