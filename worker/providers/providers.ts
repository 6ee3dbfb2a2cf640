/** Hides which providers the environment asks for. */
import type { Env } from '#platform/env.ts';
import { ConfigurationError } from '#platform/env.ts';
import { createBrevoProvider } from './brevo.ts';
import type { MailProvider } from './provider.ts';
import { createSmtpProvider } from './smtp.ts';

/**
 * In the order in which they are tried.
 * @throws ConfigurationError where Brevo is asked for without its key
 */
export function createProviders(env: Env): readonly MailProvider[] {
  return env.MAIL_PROVIDERS.split(',').map((name) => {
    if (name === 'smtp') return createSmtpProvider({ url: env.SMTP_URL, from: env.MAIL_FROM, maxConnections: env.MAIL_CONCURRENCY });
    if (env.BREVO_API_KEY === undefined) throw new ConfigurationError(['BREVO_API_KEY is required when MAIL_PROVIDERS names brevo']);
    return createBrevoProvider({ apiUrl: env.BREVO_API_URL, apiKey: env.BREVO_API_KEY, from: env.MAIL_FROM });
  });
}
