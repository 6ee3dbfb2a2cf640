/** Hides what an event is: its fields and the marks that only we see. */

export type Coordinates = { readonly latitude: number; readonly longitude: number };

export type Place = { readonly name: string; readonly address: string | null; readonly coordinates: Coordinates | null };

export type EventStatus = 'SCHEDULED' | 'CANCELLED';

/** What an organiser says of an event. */
export type EventDetails = {
  readonly title: string;
  readonly description: string;
  /** Lower case, without repetition. */
  readonly topics: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly place: Place;
  /** Null: unlimited. */
  readonly capacity: number | null;
};

export type Event = EventDetails & {
  readonly id: string;
  readonly version: number;
  readonly status: EventStatus;
  readonly cancelReason: string | null;
  /** Null once the organiser's account is gone. */
  readonly organizerId: string | null;
  readonly attendeeCount: number;
  readonly waitlistCount: number;
  readonly likeCount: number;
  /** Rises with every operation on likes and attendances. */
  readonly sequence: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** An event as one answer shows it. */
export type EventView = Event & {
  /** From the point that was searched around. */
  readonly distanceKm?: number;
};

/** All that events knows of a person. */
export type UserReference = { readonly __typename: 'User'; readonly id: string };
