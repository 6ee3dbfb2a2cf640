/** Hides the addresses that mails link to. A GET changes nothing: mail programs and scanners open links by themselves. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#platform/errors.ts';
import type { HttpServer } from '#platform/http-server.ts';
import type { Log } from '#platform/log.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { askAgain, createActions } from './actions.ts';
import type { Action, ActionOptions, Shown, Visit } from './actions.ts';
import { PAGE_HEADERS, renderPage, html } from './page.ts';
import { wordsFor } from './words.ts';
import type { Words } from './words.ts';

const MAX_FORM_BYTES = 8 * 1024;

export type MailPagesOptions = Omit<ActionOptions, 'wordsFor'> & { readonly rateLimits: RateLimits; readonly log: Log };

/** Adds `/confirm-email`, `/reset-password`, `/snooze`, `/unsubscribe` (RFC 8058) and `/preferences`. */
export function addMailPages(server: HttpServer, options: MailPagesOptions): void {
  // One-click unsubscribing may come as either kind of form (RFC 8058, 3.2); the second needs no reading.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: MAX_FORM_BYTES }, (_request, body, done) => done(null, new URLSearchParams(String(body))));
  server.addContentTypeParser('multipart/form-data', { parseAs: 'string', bodyLimit: MAX_FORM_BYTES }, (_request, _body, done) => done(null, new URLSearchParams()));
  const actions = createActions({ ...options, wordsFor });
  for (const [url, action] of Object.entries(actions)) {
    server.get(url, (request, reply) => answer({ request, reply, action, run: action.show }, options));
    server.post(url, (request, reply) => answer({ request, reply, action, run: action.act }, options));
  }
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly action: Action; readonly run: Action['show'] };

async function answer({ request, reply, action, run }: Exchange, { rateLimits, log }: MailPagesOptions): Promise<FastifyReply> {
  const visit = visitOf(request);
  let words = wordsFor(null, visit.acceptLanguage);
  try {
    await rateLimits.count(request.ip, null);
    if (visit.token === '') return send(reply, { status: 400, words, shown: said(words.dead) });
    words = await action.words(visit);
    return send(reply, { status: 200, words, shown: await run(visit, words) });
  } catch (error) {
    if (!(error instanceof DomainError)) log.error({ err: error }, 'mail page failed');
    return send(reply, { words, ...failure(error, words) });
  }
}

function visitOf(request: FastifyRequest): Visit {
  const { token } = Object(request.query) as Readonly<Record<string, unknown>>;
  return {
    token: typeof token === 'string' && token.length <= 2_048 ? token : '',
    clientAddress: request.ip,
    acceptLanguage: request.headers['accept-language'],
    form: request.body instanceof URLSearchParams ? request.body : new URLSearchParams(),
  };
}

function failure(error: unknown, words: Words): { readonly status: number; readonly shown: Shown } {
  if (!(error instanceof DomainError)) return { status: 503, shown: said(words.failed) };
  if (error.code === 'RATE_LIMITED') return { status: 429, shown: said(words.busy) };
  if (error.code === 'BAD_USER_INPUT' && error.field === 'newPassword') return { status: 400, shown: askAgain(words.password, error.message) };
  return { status: 400, shown: said(words.dead) };
}

function said({ title, text }: { readonly title: string; readonly text: string }): Shown {
  return { title, content: html`<p>${text}</p>` };
}

function send(reply: FastifyReply, { status, words, shown }: { readonly status: number; readonly words: Words; readonly shown: Shown }): FastifyReply {
  return reply.code(status).headers(PAGE_HEADERS).send(renderPage({ language: words.tag, ...shown }));
}
