/** Hides Brevo's HTTP API: sending one mail, the credits left, and what its answers mean (https://developers.brevo.com/reference). */
import { z } from 'zod';
import { shortDetail } from './provider.ts';
import type { MailProvider, OutgoingMail, SendResult } from './provider.ts';

type BrevoOptions = { readonly apiUrl: string; readonly apiKey: string; readonly from: string };

const TIMEOUT_MS = 20_000;
/** Plans count either mails left to send or nothing that limits a day. */
const accountSchema = z.object({ plan: z.array(z.object({ type: z.string(), creditsType: z.string(), credits: z.number().optional() })) });
const eventsSchema = z.object({ events: z.array(z.unknown()).optional() });
const errorSchema = z.object({ code: z.string().optional(), message: z.string().optional() });

/** The header and the tag under which Brevo's events name a mail again; they hold our Message-ID, for Brevo gives the mail one of its own. */
const BREVO_CUSTOM_HEADER = 'X-Mailin-custom';

/** A provider that speaks to `apiUrl`. */
export function createBrevoProvider({ apiUrl, apiKey, from }: BrevoOptions): MailProvider {
  const call = (path: string, body?: unknown): Promise<Response> =>
    fetch(`${apiUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'api-key': apiKey, accept: 'application/json', 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T | null> => {
    try {
      const response = await call(path);
      return response.ok ? schema.parse(await response.json()) : null;
    } catch {
      return null;
    }
  };
  return {
    name: 'brevo',
    send: async (mail) => {
      try {
        const response = await call('/smtp/email', bodyOf(mail, from));
        return brevoResult(response.status, await response.text());
      } catch (error) {
        return brevoFailure(error);
      }
    },
    credits: async () => {
      const account = await read('/account', accountSchema);
      const limits = account?.plan.filter(({ type, creditsType }) => type !== 'sms' && creditsType === 'sendLimit') ?? [];
      return limits.length === 0 ? null : limits.reduce((sum, { credits }) => sum + (credits ?? 0), 0);
    },
    isUp: async () => (await read('/account', accountSchema)) !== null,
    // An event proves that Brevo has it; none yet proves nothing.
    hasAccepted: async (messageId) => {
      const found = await read(`/smtp/statistics/events?limit=1&tags=${encodeURIComponent(keyOf(messageId))}`, eventsSchema);
      return found?.events !== undefined && found.events.length > 0 ? true : null;
    },
    close: () => Promise.resolve(),
  };
}

/** A second request with the same key within a quarter of an hour sends nothing. */
function bodyOf(mail: OutgoingMail, from: string) {
  const key = keyOf(mail.messageId);
  return {
    sender: senderOf(from),
    to: [{ email: mail.to }],
    subject: mail.subject,
    htmlContent: mail.html,
    textContent: mail.text,
    headers: { ...mail.headers, [BREVO_CUSTOM_HEADER]: key, 'Idempotency-Key': key },
    tags: [key],
    // An empty list is refused.
    ...(mail.attachments.length === 0 ? {} : { attachment: mail.attachments.map(({ filename, content }) => ({ name: filename, content: Buffer.from(content).toString('base64') })) }),
  };
}

function keyOf(messageId: string): string {
  return messageId.replace(/[<>]/g, '');
}

function senderOf(from: string): { readonly email: string; readonly name?: string } {
  const match = /^(.*?)\s*<([^<>]+)>$/.exec(from);
  return match?.[2] === undefined ? { email: from } : { email: match[2], ...(match[1] === undefined || match[1] === '' ? {} : { name: match[1] }) };
}

/**
 * What an answer means: 400 is about this mail; keys, credits, rates and faults of Brevo's own (401, 402, 403, 429, 5xx) are about everybody's.
 * 504 comes from a gateway that gave up waiting: nobody knows what became of the mail.
 */
export function brevoResult(status: number, body: string): SendResult {
  const detail = shortDetail(`${status} ${messageIn(body)}`);
  if (status >= 200 && status < 300) return { outcome: 'ACCEPTED', detail };
  if (status === 504) return { outcome: 'UNCERTAIN', detail };
  if (status >= 500 || [401, 402, 403, 404, 408, 429].includes(status) || body.includes('not_enough_credits')) return { outcome: 'TRANSIENT_FAILURE', detail, isDown: true };
  return { outcome: 'PERMANENT_FAILURE', detail };
}

const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT']);

/** Without an answer the mail is unsent for certain only where no connection was made. */
function brevoFailure(error: unknown): SendResult {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  const detail = shortDetail(cause instanceof Error ? cause.message : String(cause));
  if (typeof code === 'string' && UNREACHED.has(code)) return { outcome: 'TRANSIENT_FAILURE', detail, isDown: true };
  return { outcome: 'UNCERTAIN', detail };
}

function messageIn(body: string): string {
  try {
    const { code, message } = errorSchema.parse(JSON.parse(body));
    return [code, message].filter((part) => part !== undefined).join(': ') || body;
  } catch {
    return body;
  }
}
