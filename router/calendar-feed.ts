/** Hides how calendar programs get an event and a person's feed, and that most of the time nothing has changed. */
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError, notFound } from '#platform/errors.ts';
import type { HttpServer } from '#platform/http-server.ts';
import { isId } from '#platform/ids.ts';
import type { Log } from '#platform/log.ts';
import type { LinkVerifier } from '#platform/signed-link.ts';
import { ROUTER } from './behalf.ts';
import type { Subgraphs } from './behalf.ts';
import { hasEtag } from './etag.ts';
import type { RateLimits } from './limits/rate-limits.ts';
import { refusalOf, unavailable } from './router-errors.ts';

export type CalendarFeedOptions = { readonly subgraphs: Pick<Subgraphs, 'events'>; readonly verify: LinkVerifier; readonly rateLimits: RateLimits; readonly log: Log };

const eventFile = z.object({ event: z.object({ ics: z.string().nullable() }).nullable() });
const feedFile = z.object({ calendarFeed: z.string().nullable() });

/** Adds `/events/<id>.ics` and `/calendar/<token>.ics`. */
export function addCalendarFeed(server: HttpServer, options: CalendarFeedOptions): void {
  const { events } = options.subgraphs;
  server.get<{ Params: { id: string } }>('/events/:id.ics', (request, reply) =>
    answer({ request, reply, age: 'public, max-age=60' }, options, async () => {
      const { id } = request.params;
      if (!isId(id)) throw notFound('event');
      const { event } = eventFile.parse(await events({ query: 'query ($id: ID!) { event(id: $id) { ics } }', variables: { id }, identity: ROUTER }));
      return event?.ics ?? null;
    }),
  );
  server.get<{ Params: { token: string } }>('/calendar/:token.ics', (request, reply) =>
    answer({ request, reply, age: 'private, max-age=300' }, options, async () => {
      const link = await options.verify(request.params.token);
      if (link.purpose !== 'calendar') throw notFound('calendar');
      const { userId, secret } = link;
      return feedFile.parse(await events({ query: 'query ($userId: ID!, $secret: String!) { calendarFeed(userId: $userId, secret: $secret) }', variables: { userId, secret }, identity: ROUTER })).calendarFeed;
    }),
  );
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly age: string };

async function answer({ request, reply, age }: Exchange, { rateLimits, log }: CalendarFeedOptions, read: () => Promise<string | null>): Promise<FastifyReply> {
  try {
    await rateLimits.count(request.ip, null);
    const file = await read();
    if (file === null) throw notFound('calendar');
    // DTSTAMP is when the file was made; it alone makes no change.
    const etag = `"${hash('sha1', file.replace(/^DTSTAMP.*$/gm, ''), 'base64url')}"`;
    void reply.headers({ etag, 'cache-control': age });
    if (hasEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.headers({ 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'inline; filename="eventpost.ics"' }).send(file);
  } catch (error) {
    // A link that is not ours and one that was renewed look the same.
    const refusal = refusalOf(error instanceof DomainError && error.code === 'BAD_USER_INPUT' ? notFound('calendar') : error);
    if (refusal === undefined) log.error({ err: error }, 'calendar failed');
    const { status, headers, body } = refusal ?? unavailable(request.id);
    return reply.code(status).headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers }).send(body);
  }
}
