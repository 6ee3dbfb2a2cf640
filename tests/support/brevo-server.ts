/** Hides an HTTP server that speaks as much of Brevo's API as mail needs. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type BrevoMail = { readonly to: readonly { readonly email: string }[]; readonly headers: Readonly<Record<string, string>>; readonly tags: readonly string[]; readonly subject: string };

export type BrevoServer = {
  readonly apiUrl: string;
  readonly mails: BrevoMail[];
  /** Mails still allowed today; null for a plan without such a limit. */
  credits: number | null;
  /** What the next mail is answered with, if not 201; it is taken all the same where `keeps` says so. */
  refusal: { readonly status: number; readonly code: string; readonly keeps?: boolean } | null;
  [Symbol.asyncDispose](): Promise<void>;
};

export const BREVO_KEY = 'xkeysib-test';

/** Listens on 127.0.0.1; meant for `await using`. */
export async function brevoServer(): Promise<BrevoServer> {
  const state: Pick<BrevoServer, 'mails' | 'credits' | 'refusal'> = { mails: [], credits: null, refusal: null };
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://brevo');
      if (request.headers['api-key'] !== BREVO_KEY) answer(401, { code: 'unauthorized', message: 'Key not found' });
      else if (url.pathname === '/v3/account') {
        answer(200, { plan: [state.credits === null ? { type: 'payAsYouGo', creditsType: 'unlimited' } : { type: 'free', creditsType: 'sendLimit', credits: state.credits }, { type: 'sms', creditsType: 'sendLimit', credits: 9 }] });
      } else if (url.pathname === '/v3/smtp/statistics/events') {
        const tag = url.searchParams.get('tags') ?? '';
        answer(200, { events: state.mails.filter(({ tags }) => tags.includes(tag)).map(() => ({ event: 'requests' })) });
      } else {
        const mail = JSON.parse(Buffer.concat(chunks).toString()) as BrevoMail;
        if (state.refusal === null || state.refusal.keeps === true) {
          state.mails.push(mail);
          if (state.credits !== null) state.credits -= 1;
        }
        if (state.refusal === null) answer(201, { messageId: '<1@smtp-relay.mailin.fr>' });
        else answer(state.refusal.status, { code: state.refusal.code, message: 'told to refuse' });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    apiUrl: `http://127.0.0.1:${port}/v3`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
