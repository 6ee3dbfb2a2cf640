/** Hides SMTP: a pool of connections, and which of its failures leave a mail unsent for certain. */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { composeMime } from './mime.ts';
import { shortDetail } from './provider.ts';
import type { MailProvider, SendResult } from './provider.ts';

type SmtpOptions = { readonly url: string; readonly from: string; readonly maxConnections: number };

/** A sender that hangs must have given up before its mail counts as stuck (see `reconcile.ts`). */
const TIMEOUTS = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 20_000 };

/** nodemailer knows, by the stream it read, whether a byte of the message was sent. */
type Tracked = { stream: Readable | null };

/** A provider that speaks SMTP to `url`. */
export function createSmtpProvider({ url, from, maxConnections }: SmtpOptions): MailProvider {
  // Requeued by nodemailer itself, a mail would have no attempt on record.
  const transport = createTransport({ url, pool: true, maxConnections, maxMessages: Number.POSITIVE_INFINITY, maxRequeues: 0, disableFileAccess: true, disableUrlAccess: true, ...TIMEOUTS });
  const tracked = new Map<string, Tracked>();
  // A mail composed beforehand goes out in one write, where nodemailer's own stream takes one for every few lines.
  transport.use('stream', (mail, done) => {
    const tracker = tracked.get(String(mail.data.messageId));
    try {
      const composed = composeMime(mail.message);
      mail.message.createReadStream = () => {
        const stream = Readable.from(composed);
        if (tracker !== undefined) tracker.stream = stream;
        return stream;
      };
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  return {
    name: 'smtp',
    send: async (mail) => {
      const { to, subject, html, text, messageId } = mail;
      const attachments = mail.attachments.map((attachment) => ({ ...attachment }));
      // Named, the encoding need not be found out letter by letter.
      const message = { from, to, subject, html, text, messageId, headers: { ...mail.headers }, attachments, textEncoding: 'quoted-printable' as const };
      const tracker: Tracked = { stream: null };
      tracked.set(messageId, tracker);
      try {
        const { response } = await transport.sendMail(message);
        return { outcome: 'ACCEPTED', detail: shortDetail(response) };
      } catch (error) {
        return smtpFailure(error, tracker.stream?.readableDidRead === true);
      } finally {
        tracked.delete(messageId);
      }
    },
    credits: () => Promise.resolve(null),
    isUp: () => transport.verify().catch(() => false),
    hasAccepted: () => Promise.resolve(null),
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}

/**
 * What a failure means (RFC 5321, 4.2.1 and 4.5.3.2): an answer decides; without one, a mail is unsent for certain only while none of its data was.
 * Refusals of the connection or of our credentials say nothing of the mail, and neither does 421, which closes the connection.
 */
export function smtpFailure(error: unknown, wasDataSent: boolean): SendResult {
  const code = numberIn(error, 'responseCode');
  const kind = textIn(error, 'code');
  const detail = shortDetail(textIn(error, 'response') ?? (error instanceof Error ? error.message : String(error)));
  const isAboutMail = kind === 'EENVELOPE' || kind === 'EMESSAGE';
  if (isAboutMail && code !== null && code >= 500) return { outcome: 'PERMANENT_FAILURE', detail };
  if (isAboutMail && code !== null) return { outcome: 'TRANSIENT_FAILURE', detail, isDown: code === 421 };
  if (isAboutMail) return { outcome: 'PERMANENT_FAILURE', detail };
  if (wasDataSent && code === null) return { outcome: 'UNCERTAIN', detail };
  return { outcome: 'TRANSIENT_FAILURE', detail, isDown: true };
}

function textIn(error: unknown, name: string): string | null {
  const value = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : null;
}

function numberIn(error: unknown, name: string): number | null {
  const value = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === 'number' ? value : null;
}
