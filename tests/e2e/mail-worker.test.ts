import { describe, expect, test } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { mailbox } from '#tests/support/mailbox.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { stackEnvironment, startProcess } from '#tests/support/processes.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

describe('the mail worker', () => {
  test('sends what is due, counts it, and stops cleanly', async () => {
    await using engine = await mailEngine();
    const env = await stackEnvironment({ MONGODB_DATABASE_PREFIX: engine.name, REDIS_PREFIX: engine.name });
    await using worker = await startProcess({ entry: 'worker/main.ts', env });
    const now = new Date();
    const toEmail = `${uniqueName('ana')}@example.org`;
    const [notification] = await engine.store.insert([wishFor({ toEmail, scheduledAt: now })], now);
    if (notification === undefined) throw new Error('nothing was inserted');
    await engine.queue.schedule([notification], now);
    const mail = await mailbox().waitFor({ to: toEmail });
    expect(mail.subject).toBe('A picnic');
    await eventually(async () => expect((await engine.store.get(notification._id)).state).toBe('SENT'));
    const metrics = await (await fetch(`${worker.url}/metrics`)).text();
    expect(metrics).toMatch(/^mails_sent\{[^}]*\} 1$/m);
    expect(metrics).toMatch(/^payload_template\{template="CUSTOM",[^}]*\} 1$/m);
    worker.kill('SIGTERM');
    expect((await worker.exited).code).toBe(0);
  });
});
