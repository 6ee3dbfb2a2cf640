import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { createTransport } from 'nodemailer';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { backingServices } from '#tests/support/backing-services.ts';
import { mailbox } from '#tests/support/mailbox.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

describe('the servers that tests share', () => {
  test('Redis keeps every key and writes an append-only file', async () => {
    const redis = new Redis(backingServices().redisUrl);
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    redis.disconnect();
  });

  test('MongoDB answers the real driver', async () => {
    const client = await MongoClient.connect(backingServices().mongodbUrl);
    const places = client.db(uniqueName('support')).collection('places');
    await places.insertOne({ name: 'Alameda' });
    expect(await places.countDocuments({ name: 'Alameda' })).toBe(1);
    await client.close();
  });

  test('a mail sent over SMTP lies in the mailbox, whole', async () => {
    const to = `${uniqueName('ana')}@example.org`;
    const transport = createTransport(backingServices().smtpUrl);
    await transport.sendMail({ from: 'eventpost@example.org', to, subject: 'A picnic', text: 'Bring fruit', headers: { 'X-Request-Id': 'r1' } });
    const mail = await mailbox().waitFor({ to, subject: /picnic/ });
    expect(mail.headers['x-request-id']).toBe('r1');
    expect((await simpleParser(await mailbox().source(mail))).text).toContain('Bring fruit');
    expect(await mailbox().all({ to: 'nobody@example.org' })).toEqual([]);
  });

  test('the mailbox shows a mail as a page, without its scripts', async () => {
    const to = `${uniqueName('ana')}@example.org`;
    await createTransport(backingServices().smtpUrl).sendMail({ from: 'eventpost@example.org', to, subject: 'A page', html: '<p>Hello</p><script>alert(1)</script>' });
    const { id } = await mailbox().waitFor({ to });
    const page = await (await fetch(`${backingServices().mailboxUrl}/email/${id}/html`)).text();
    expect(page).toContain('<p>Hello</p>');
    expect(page).not.toContain('script');
  });
});
