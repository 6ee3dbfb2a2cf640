/** Hides what Brevo tells afterwards: bounces, complaints and unsubscribes, and that it has a mail whose outcome was uncertain. */
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { DeliveryStore } from '#mail/delivery-store.ts';
import type { HttpServer } from '#platform/http-server.ts';
import { NOBODY } from '#platform/identity.ts';
import type { Log } from '#platform/log.ts';
import type { SubgraphClient } from '#platform/subgraph-request.ts';

export type Suppress = (address: string, reason: string) => Promise<void>;

type WebhookOptions = {
  readonly secret: string;
  readonly deliveries: DeliveryStore;
  readonly suppress: Suppress;
  readonly log: Log;
  readonly clock: () => number;
};

const eventSchema = z.looseObject({ event: z.string(), email: z.string().optional(), 'X-Mailin-custom': z.string().optional(), tags: z.array(z.string()).optional() });
type BrevoEvent = z.infer<typeof eventSchema>;

const SUPPRESSIONS: Readonly<Record<string, string>> = {
  hard_bounce: 'HARD_BOUNCE', hardBounces: 'HARD_BOUNCE', invalid_email: 'HARD_BOUNCE', invalid: 'HARD_BOUNCE',
  spam: 'COMPLAINT', complaint: 'COMPLAINT', unsubscribed: 'UNSUBSCRIBED', unsubscribe: 'UNSUBSCRIBED',
};
/** `<id>.<revision>@<domain>`, as `brevo.ts` names a mail. */
const KEY = /^([0-9a-f-]{36})\.(\d+)@/;

/** `POST /webhooks/brevo/<secret>`; any other path below answers as if there were nothing. Brevo repeats what is not answered with 2xx. */
export function addBrevoWebhook(server: HttpServer, options: WebhookOptions): void {
  server.post<{ Params: { secret: string } }>('/webhooks/brevo/:secret', async (request, reply) => {
    if (!isSame(request.params.secret, options.secret)) return reply.code(404).send();
    const events = z.array(eventSchema).safeParse(Array.isArray(request.body) ? request.body : [request.body]);
    if (!events.success) return reply.code(400).send();
    for (const event of events.data) await handle(event, options);
    return reply.code(204).send();
  });
}

async function handle(event: BrevoEvent, { deliveries, suppress, log, clock }: WebhookOptions): Promise<void> {
  const reason = SUPPRESSIONS[event.event];
  if (reason !== undefined && event.email !== undefined) await suppress(event.email, reason);
  const key = KEY.exec(event['X-Mailin-custom'] ?? event.tags?.[0] ?? '');
  if (key?.[1] !== undefined) {
    // Whatever Brevo says of a mail, it has it; only an outcome that is still open takes that in.
    await deliveries.record([{ id: key[1], revision: Number(key[2]), at: new Date(clock()), provider: 'brevo', outcome: 'ACCEPTED', detail: `Brevo: ${event.event}` }]);
  }
  log.info({ event: event.event, notificationId: key?.[1] }, 'provider event');
}

/** Lets users keep an address from getting anything but security mail. */
export function suppressionBy(askUsers: SubgraphClient): Suppress {
  const query = 'mutation Suppress($input: SuppressEmailInput!) { suppressEmail(input: $input) { __typename } }';
  return async (address, reason) => {
    await askUsers({ query, variables: { input: { address, reason } }, identity: { ...NOBODY, service: 'worker' } });
  };
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
