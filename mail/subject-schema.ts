/** Hides how facts that were stored or sent as JSON are told from anything else. */
import { z } from 'zod';
import type { EventFacts, RecipientFacts } from './read-model.ts';

const placeSchema = z.object({
  name: z.string(),
  address: z.string().nullable(),
  coordinates: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
});

export const eventSchema: z.ZodType<EventFacts> = z.object({
  title: z.string(),
  description: z.string(),
  topics: z.array(z.string()),
  startsAt: z.string(),
  endsAt: z.string().nullable(),
  timeZone: z.string(),
  place: placeSchema,
  status: z.enum(['SCHEDULED', 'CANCELLED']),
  cancelReason: z.string().nullable(),
  organizerId: z.string(),
});

export const recipientSchema: z.ZodType<RecipientFacts> = z.object({
  displayName: z.string(),
  language: z.enum(['EN', 'ES', 'PT']),
  timeZone: z.string(),
  emails: z.array(z.object({ address: z.string(), verified: z.boolean(), primary: z.boolean(), suppressedReason: z.string().nullable() })),
  preferences: z.object({
    reminderBefore: z.array(z.string()),
    mutedKinds: z.array(z.string()),
    mutedTopics: z.array(z.string()),
    quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
  }),
  disabled: z.boolean(),
});

/** The event as it was when its cancellation was put down, for a mail whose event is gone meanwhile; null where none was kept. */
export function keptEvent(variables: Readonly<Record<string, unknown>>): EventFacts | null {
  return eventSchema.safeParse(variables['event']).data ?? null;
}
