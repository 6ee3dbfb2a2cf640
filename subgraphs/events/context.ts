/** Hides what a request to events carries along. */
import type { Identity } from '#platform/identity.ts';
import type { IdentityContext } from '#platform/permissions.ts';
import type { LinkSigner } from '#platform/signed-link.ts';
import type { AnnouncementStore } from './announcement-store.ts';
import type { Calendars } from './calendars.ts';
import type { DiscoveryStore } from './discovery-store.ts';
import type { EventStore } from './event-store.ts';
import { createLoaders } from './loaders.ts';
import type { Loaders } from './loaders.ts';
import type { PeopleStore } from './people-store.ts';
import type { Recommendations } from './recommendation-store.ts';
import type { StandingStore } from './standing-store.ts';
import type { TopicCounts } from './topic-counts.ts';

/** What all requests share. */
export type EventsServices = {
  readonly eventStore: EventStore;
  readonly discovery: DiscoveryStore;
  readonly standings: StandingStore;
  readonly people: PeopleStore;
  readonly announcements: AnnouncementStore;
  readonly topicCounts: TopicCounts;
  readonly calendars: Calendars;
  readonly recommendations: Recommendations;
  readonly signLink: LinkSigner;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly now: () => Date;
};

export type Context = IdentityContext & EventsServices & { readonly loaders: Loaders };

export function createContext(services: EventsServices, identity: Identity): Context {
  return { ...services, identity, loaders: createLoaders(services, identity.viewer?.id ?? null) };
}
