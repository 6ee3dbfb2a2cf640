/** Hides which providers the environment asks for. */
import type { Env } from '#platform/env.ts';
import type { MailProvider } from './provider.ts';
import { createSmtpProvider } from './smtp.ts';

/** In the order in which they are tried. */
export function createProviders(env: Env): readonly MailProvider[] {
  return [createSmtpProvider({ url: env.SMTP_URL, from: env.MAIL_FROM, maxConnections: env.MAIL_CONCURRENCY })];
}
