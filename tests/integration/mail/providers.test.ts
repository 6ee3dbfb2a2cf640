import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { freePort } from '#embedded/ports.ts';
import { createHttpServer } from '#platform/http-server.ts';
import { createRegistry } from '#platform/metrics.ts';
import { BREVO_KEY, brevoServer } from '#tests/support/brevo-server.ts';
import type { BrevoServer } from '#tests/support/brevo-server.ts';
import { eventually } from '#tests/support/eventually.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { mailWorker } from '#tests/support/mail-worker.ts';
import { scheduleAll, scheduleOne } from '#tests/support/scheduled.ts';
import { smtpSink } from '#tests/support/smtp-sink.ts';
import { addBrevoWebhook } from '#worker/providers/brevo-webhook.ts';
import { createBrevoProvider } from '#worker/providers/brevo.ts';
import { createSmtpProvider } from '#worker/providers/smtp.ts';

const FROM = 'EventPost <hello@eventpost.example>';
const brevoAt = ({ apiUrl }: Pick<BrevoServer, 'apiUrl'>, apiKey = BREVO_KEY) => createBrevoProvider({ apiUrl, apiKey, from: FROM });
const mail = {
  messageId: '<a.1@eventpost.example>', to: 'ana@example.org', subject: 'A picnic', html: '<p>Fruit</p>', text: 'Fruit', headers: { 'List-Unsubscribe': '<https://x>' },
  attachments: [{ filename: 'event.ics', contentType: 'text/calendar; charset=utf-8; method=PUBLISH', content: 'BEGIN:VCALENDAR' }],
};

describe('Brevo', () => {
  test('gets each mail under a key of its own that its events name again', async () => {
    await using brevo = await brevoServer();
    expect(await brevoAt(brevo).send(mail)).toMatchObject({ outcome: 'ACCEPTED' });
    expect(brevo.mails).toMatchObject([{ to: [{ email: 'ana@example.org' }], tags: ['a.1@eventpost.example'], headers: { 'X-Mailin-custom': 'a.1@eventpost.example', 'List-Unsubscribe': '<https://x>' }, attachment: [{ name: 'event.ics', content: Buffer.from('BEGIN:VCALENDAR').toString('base64') }] }]);
    expect(await brevoAt(brevo).hasAccepted(mail.messageId)).toBe(true);
    expect(await brevoAt(brevo).hasAccepted('<b.1@eventpost.example>')).toBeNull();
  });

  test.each([
    [400, 'invalid_parameter', { outcome: 'PERMANENT_FAILURE' }],
    [402, 'not_enough_credits', { outcome: 'TRANSIENT_FAILURE', isDown: true }],
    [429, 'too_many_requests', { outcome: 'TRANSIENT_FAILURE', isDown: true }],
    [503, 'unavailable', { outcome: 'TRANSIENT_FAILURE', isDown: true }],
    [504, 'timeout', { outcome: 'UNCERTAIN' }],
  ])('answering %d (%s) means %j', async (status, code, expected) => {
    await using brevo = await brevoServer();
    brevo.refusal = { status, code };
    expect(await brevoAt(brevo).send(mail)).toMatchObject(expected);
  });

  test('refusing our key, or not being there at all, says nothing of the mail', async () => {
    await using brevo = await brevoServer();
    expect(await brevoAt(brevo, 'another').send(mail)).toMatchObject({ outcome: 'TRANSIENT_FAILURE', isDown: true });
    expect(await brevoAt({ apiUrl: `http://127.0.0.1:${await freePort()}/v3` }).send(mail)).toMatchObject({ outcome: 'TRANSIENT_FAILURE', isDown: true });
  });

  test('tells its remaining credits, on plans that have a limit', async () => {
    await using brevo = await brevoServer();
    expect(await brevoAt(brevo).credits()).toBeNull();
    brevo.credits = 280;
    expect(await brevoAt(brevo).credits()).toBe(280);
  });
});

describe('the end-of-day flush', () => {
  test('lifts the hour and sends what the provider still takes, the reserve aside', async () => {
    await using brevo = await brevoServer();
    brevo.credits = 20;
    await using engine = await mailEngine();
    const late = new Date();
    late.setUTCHours(23, 30);
    await using worker = mailWorker(engine, { quota: '2/hour,300/day', flushAt: '23:05', providers: [brevoAt(brevo)], clock: () => late.getTime() });
    await scheduleAll(engine, Array.from({ length: 30 }, () => ({ scheduledAt: new Date(0) })));
    worker.start();
    await eventually(() => expect(brevo.mails).toHaveLength(8));
    await eventually(async () => expect((await engine.queue.counts('ordinary')).active).toBe(0));
    expect(brevo.mails).toHaveLength(8);
  });
});

describe('with two providers', () => {
  test('mail goes on through the second while the first is down', async () => {
    await using brevo = await brevoServer();
    await using engine = await mailEngine();
    const down = createSmtpProvider({ url: 'smtp://127.0.0.1:1', from: FROM, maxConnections: 5 });
    await using worker = mailWorker(engine, { providers: [down, brevoAt(brevo)] });
    worker.start();
    const mails = await scheduleAll(engine, Array.from({ length: 12 }, () => ({})));
    await eventually(async () => expect((await engine.store.getMany(mails.map(({ _id }) => _id))).every(({ state }) => state === 'SENT')).toBe(true));
    expect(new Set(brevo.mails.map(({ tags }) => tags[0])).size).toBe(12);
  });

  test('an outage of all loses nothing', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    sink.answer = (count) => (count < 5 ? { code: 421 } : 'take');
    await using worker = mailWorker(engine, { smtpUrl: sink.url });
    worker.start();
    const mails = await scheduleAll(engine, Array.from({ length: 6 }, () => ({})));
    await eventually(async () => expect((await engine.store.getMany(mails.map(({ _id }) => _id))).every(({ state }) => state === 'SENT')).toBe(true), { timeoutMs: 25_000 });
    expect(new Set(sink.mails.map(({ messageId }) => messageId)).size).toBe(6);
  });
});

describe('a provider that is away', () => {
  test('costs the tokens of the first failures only, and gets its mails once it is back', async () => {
    await using engine = await mailEngine();
    const port = await freePort();
    await using worker = mailWorker(engine, { smtpUrl: `smtp://127.0.0.1:${port}`, quota: '16/hour' });
    worker.start();
    const mails = await scheduleAll(engine, Array.from({ length: 10 }, () => ({})));
    const now = () => engine.store.getMany(mails.map(({ _id }) => _id));
    await eventually(async () => expect((await now()).filter(({ attempts }) => attempts.length > 0).length).toBeGreaterThanOrEqual(3));
    await using sink = await smtpSink({ port });
    await eventually(async () => expect((await now()).every(({ state }) => state === 'SENT')).toBe(true), { timeoutMs: 25_000 });
    expect(sink.mails).toHaveLength(10);
  });
});

describe("Brevo's webhook", () => {
  async function webhookFor(worker: { readonly deliveries: Parameters<typeof addBrevoWebhook>[1]['deliveries'] }) {
    const log = pino({ level: 'silent' });
    const suppressed: [string, string][] = [];
    const server = createHttpServer({ log, registry: createRegistry('worker'), checkReady: () => Promise.resolve() });
    const suppress = (address: string, reason: string) => Promise.resolve(void suppressed.push([address, reason]));
    addBrevoWebhook(server, { secret: 's'.repeat(32), deliveries: worker.deliveries, suppress, log, clock: Date.now });
    const post = (secret: string, payload: object) => server.inject({ method: 'POST', url: `/webhooks/brevo/${secret}`, payload });
    return { post, suppressed };
  }

  test('suppresses addresses that bounced, complained or unsubscribed, for who knows its secret path', async () => {
    await using engine = await mailEngine();
    await using worker = mailWorker(engine, { providers: [] });
    const { post, suppressed } = await webhookFor(worker);
    expect((await post('guessed', { event: 'spam', email: 'ana@example.org' })).statusCode).toBe(404);
    expect((await post('s'.repeat(32), [{ event: 'hard_bounce', email: 'a@example.org' }, { event: 'spam', email: 'b@example.org' }, { event: 'unsubscribed', email: 'c@example.org' }, { event: 'opened', email: 'd@example.org' }])).statusCode).toBe(204);
    expect(suppressed).toEqual([['a@example.org', 'HARD_BOUNCE'], ['b@example.org', 'COMPLAINT'], ['c@example.org', 'UNSUBSCRIBED']]);
  });

  test('resolves what was uncertain', async () => {
    await using brevo = await brevoServer();
    brevo.refusal = { status: 504, code: 'timeout', keeps: true };
    await using engine = await mailEngine();
    await using worker = mailWorker(engine, { providers: [brevoAt(brevo)] });
    worker.start();
    const { _id } = await scheduleOne(engine);
    await eventually(async () => expect((await engine.store.get(_id)).state).toBe('UNCERTAIN'));
    const { post } = await webhookFor(worker);
    await post('s'.repeat(32), { event: 'delivered', email: 'ana@example.org', 'X-Mailin-custom': brevo.mails[0]?.tags[0] });
    expect(await engine.store.get(_id)).toMatchObject({ state: 'SENT', attempts: [{ outcome: 'ACCEPTED' }] });
  });
});
