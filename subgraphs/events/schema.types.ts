/** Generated from schema.graphql by npm run codegen. */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { EventView, UserReference } from './event.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment as RFC 3339 writes it, such as 2026-11-21T18:30:00Z. Answers are in Z. */
  DateTime: { input: Date; output: Date; }
  /** A time zone by its IANA name, such as Europe/Madrid. */
  TimeZone: { input: string; output: string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  link__Import: { input: string; output: string; }
  federation__FieldSet: { input: string; output: string; }
  federation__Scope: { input: unknown; output: unknown; }
  federation__Policy: { input: unknown; output: unknown; }
  federation__ContextFieldValue: { input: unknown; output: unknown; }
  _Any: { input: unknown; output: unknown; }
};

/** Who may be given a kept answer. */
export type CacheControlScope =
  /** Anybody. */
  | 'PUBLIC'
  /** Only the person who asked. */
  | 'PRIVATE';

/** Whether an event takes place. */
export type EventStatus =
  /** It takes place as planned. */
  | 'SCHEDULED'
  /** It was called off; `cancelReason` may say why. */
  | 'CANCELLED';

/** Where somebody stands with an event that they want to attend. */
export type Attendance =
  /** They have a place. */
  | 'GOING'
  /** They are in line, and get a place as soon as one is free. */
  | 'WAITLISTED';

/** In which order events are listed. */
export type EventOrder =
  /** The next to start first. */
  | 'START_TIME'
  /** The nearest first; needs `near` or `nearHomeKm`. */
  | 'DISTANCE'
  /** The most liked and attended first; recent interest counts more than old. */
  | 'POPULARITY'
  /** The most recently created first. */
  | 'NEWEST'
  /** Events whose title matches `text` before those that match elsewhere; needs `text`, and is what a text search does unless another order is asked for. */
  | 'RELEVANCE';

/** A stretch of days in somebody's time zone. Weeks begin on Monday. */
export type TimePreset =
  /** From midnight to midnight of this day. */
  | 'TODAY'
  /** From midnight to midnight of the next day. */
  | 'TOMORROW'
  /** The days from this Monday to this Sunday. */
  | 'THIS_WEEK'
  /** This week's Saturday and Sunday. */
  | 'THIS_WEEKEND'
  /** The days from next Monday to the Sunday after. */
  | 'NEXT_WEEK'
  /** The days of this month. */
  | 'THIS_MONTH';

/** Where a page of a list begins and ends. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Whether there is more after this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is something before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first item, null on an empty page. */
  readonly startCursor: Maybe<Scalars['String']['output']>;
  /** The cursor of the last item, null on an empty page; pass it as `after` for the next page. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

/** A point on Earth (WGS 84). */
export type Coordinates = {
  readonly __typename?: 'Coordinates';
  /** Degrees north of the equator, -90 to 90. */
  readonly latitude: Scalars['Float']['output'];
  /** Degrees east of Greenwich, -180 to 180. */
  readonly longitude: Scalars['Float']['output'];
};

/** A point on Earth (WGS 84). */
export type CoordinatesInput = {
  /** Degrees north of the equator, -90 to 90. */
  readonly latitude: Scalars['Float']['input'];
  /** Degrees east of Greenwich, -180 to 180. */
  readonly longitude: Scalars['Float']['input'];
};

/** Somewhere people can go. */
export type Place = {
  readonly __typename?: 'Place';
  /** What people call it. */
  readonly name: Scalars['String']['output'];
  /** Where it is, as one would write it on an envelope. */
  readonly address: Maybe<Scalars['String']['output']>;
  /** Where it is on Earth, for searches by distance. */
  readonly coordinates: Maybe<Coordinates>;
};

/** Somewhere people can go. */
export type PlaceInput = {
  /** What people call it. */
  readonly name: Scalars['String']['input'];
  /** Where it is, as one would write it on an envelope. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** Where it is on Earth, for searches by distance. */
  readonly coordinates?: InputMaybe<CoordinatesInput>;
};

/** A person with an account. */
export type User = {
  readonly __typename?: 'User';
  /** Opaque, and never given to anybody else. */
  readonly id: Scalars['ID']['output'];
  /** What this person organises, the next to start first. */
  readonly organizedEvents: EventConnection;
  /** Everything that the events part holds about the person; private to them and to admins. */
  readonly eventsExport: Maybe<Scalars['JSON']['output']>;
  /** Where a calendar program finds what the person attends; whoever knows the address can read it. Private to them and to admins. */
  readonly calendarFeedUrl: Maybe<Scalars['String']['output']>;
};


/** A person with an account. */
export type UserOrganizedEventsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** One person in a list. */
export type UserEdge = {
  readonly __typename?: 'UserEdge';
  /** The person. */
  readonly node: User;
  /** Stands for this place in the list. */
  readonly cursor: Scalars['String']['output'];
};

/** A page of people. */
export type UserConnection = {
  readonly __typename?: 'UserConnection';
  /** The people of this page, in order. */
  readonly edges: ReadonlyArray<UserEdge>;
  /** Where the page begins and ends. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages; counted only when asked for. */
  readonly totalCount: Maybe<Scalars['Int']['output']>;
};

/** Something people can attend. */
export type Event = {
  readonly __typename?: 'Event';
  /** Opaque, and never given to another event. */
  readonly id: Scalars['ID']['output'];
  /** Rises with every edit; send it along when editing. */
  readonly version: Scalars['Int']['output'];
  /** One line that says what it is. */
  readonly title: Scalars['String']['output'];
  /** What to expect. */
  readonly description: Scalars['String']['output'];
  /** What it is about, in lower case. */
  readonly topics: ReadonlyArray<Scalars['String']['output']>;
  /** When it starts. */
  readonly startsAt: Scalars['DateTime']['output'];
  /** When it ends, where the organiser said so. */
  readonly endsAt: Maybe<Scalars['DateTime']['output']>;
  /** The time zone of the place: the one in which to show its times. */
  readonly timeZone: Scalars['TimeZone']['output'];
  /** Where it takes place. */
  readonly place: Place;
  /** Whether it takes place. */
  readonly status: EventStatus;
  /** Why it was called off, where the organiser said so. */
  readonly cancelReason: Maybe<Scalars['String']['output']>;
  /** Who organises it; null once that account is gone. */
  readonly organizer: Maybe<User>;
  /** How many can attend; null for any number. */
  readonly capacity: Maybe<Scalars['Int']['output']>;
  /** How many have a place. */
  readonly attendeeCount: Scalars['Int']['output'];
  /** How many are in line for a place. */
  readonly waitlistCount: Scalars['Int']['output'];
  /** How many like it. */
  readonly likeCount: Scalars['Int']['output'];
  /** When it was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When the organiser last changed it. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** How far it is from the point that was searched around; only in answers to `near` and `nearHomeKm`. */
  readonly distanceKm: Maybe<Scalars['Float']['output']>;
  /** Whether the viewer likes it; null when signed out. */
  readonly viewerHasLiked: Maybe<Scalars['Boolean']['output']>;
  /** Where the viewer stands; null for nothing, and when signed out. */
  readonly viewerAttendance: Maybe<Attendance>;
  /** Who has a place, in the order in which they got one; for its organiser and admins. */
  readonly attendees: Maybe<UserConnection>;
  /** Where a calendar program finds it. */
  readonly icsUrl: Scalars['String']['output'];
  /** The calendar file (RFC 5545) behind `icsUrl`; for our own services. */
  readonly ics: Maybe<Scalars['String']['output']>;
  /** What whoever schedules mail must know of it, with its version; for our own services. */
  readonly facts: Maybe<Scalars['JSON']['output']>;
};


/** Something people can attend. */
export type EventAttendeesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** One event in a list. */
export type EventEdge = {
  readonly __typename?: 'EventEdge';
  /** The event. */
  readonly node: Event;
  /** Stands for this place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** Why it is recommended, in one sentence; only in recommendations. */
  readonly reason: Maybe<Scalars['String']['output']>;
};

/** A page of events. */
export type EventConnection = {
  readonly __typename?: 'EventConnection';
  /** The events of this page, in order. */
  readonly edges: ReadonlyArray<EventEdge>;
  /** Where the page begins and ends. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages; counted only when asked for. */
  readonly totalCount: Maybe<Scalars['Int']['output']>;
};

/** What events can be about. */
export type Topic = {
  readonly __typename?: 'Topic';
  /** Its name, in lower case. */
  readonly name: Scalars['String']['output'];
  /** How many scheduled events about it are still to start. */
  readonly upcomingEventCount: Scalars['Int']['output'];
};

/** Which events to list; every condition given must hold, an empty list is none. Only events that have not started, unless `includePast`. */
export type EventsFilter = {
  /** About at least one of these topics. */
  readonly anyTopic?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** About every one of these topics. */
  readonly allTopics?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Starting at this moment or later. */
  readonly startsFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Starting before this moment. */
  readonly startsBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Starting on these days, in `timeZone`, else the viewer's zone, else UTC. */
  readonly when?: InputMaybe<TimePreset>;
  /** The zone in which `when` is meant. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** Within a distance of a point. */
  readonly near?: InputMaybe<NearInput>;
  /** Within so many kilometres of the viewer's home. */
  readonly nearHomeKm?: InputMaybe<Scalars['Float']['input']>;
  /** Words, or their beginnings, that all occur in the title, description, place or topics; case and accents do not matter. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** Organised by this person. */
  readonly organizerId?: InputMaybe<Scalars['ID']['input']>;
  /** With this status; SCHEDULED unless said otherwise. */
  readonly status?: InputMaybe<EventStatus>;
  /** Liked by the viewer, or with false: not. */
  readonly likedByMe?: InputMaybe<Scalars['Boolean']['input']>;
  /** Attended (or waited for) by the viewer, or with false: not. */
  readonly attendedByMe?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether to list what has already started, too. */
  readonly includePast?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Within a great-circle distance of a point. */
export type NearInput = {
  /** The centre. */
  readonly coordinates: CoordinatesInput;
  /** The radius in kilometres, more than 0 and at most 20,040. */
  readonly radiusKm: Scalars['Float']['input'];
};

export type Query = {
  readonly __typename?: 'Query';
  /** One event; null where there is none (any more). */
  readonly event: Maybe<Event>;
  /** The events that match. */
  readonly events: EventConnection;
  /** Events that the viewer may like, each with the reason, best first. */
  readonly recommendedEvents: EventConnection;
  /** The topics with the most events still to start. */
  readonly topics: ReadonlyArray<Topic>;
  /** A person's private calendar (RFC 5545), null where the secret is not theirs (any more); for our own services. */
  readonly calendarFeed: Maybe<Scalars['String']['output']>;
  readonly _entities: ReadonlyArray<Maybe<_Entity>>;
  readonly _service: _Service;
};


export type QueryEventArgs = {
  id: Scalars['ID']['input'];
};


export type QueryEventsArgs = {
  filter?: InputMaybe<EventsFilter>;
  orderBy?: InputMaybe<EventOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryRecommendedEventsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryTopicsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryCalendarFeedArgs = {
  userId: Scalars['ID']['input'];
  secret: Scalars['String']['input'];
};


export type Query_EntitiesArgs = {
  representations: ReadonlyArray<Scalars['_Any']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Announces a new event, organised by the viewer. */
  readonly createEvent: EventPayload;
  /** Changes what is given of an event; for its organiser and admins. */
  readonly updateEvent: EventPayload;
  /** Calls an event off; it stays visible. For its organiser and admins. */
  readonly cancelEvent: EventPayload;
  /** Removes an event, its likes and its attendances; for its organiser and admins. */
  readonly deleteEvent: DeletePayload;
  /** Likes an event; liking it again changes nothing. */
  readonly likeEvent: EventPayload;
  /** Takes a like back; where there is none nothing changes. */
  readonly unlikeEvent: EventPayload;
  /** Takes a place, or a place in line where all are taken; again changes nothing. */
  readonly attendEvent: EventPayload;
  /** Gives the place (in line) up; the first in line gets it. */
  readonly leaveEvent: EventPayload;
  /** Mails the organiser's words to everybody who has a place; for its organiser and admins. */
  readonly announce: AcceptedPayload;
  /** Gives the viewer's calendar feed a new address; the old one stops working. */
  readonly renewCalendarFeed: UserPayload;
};


export type MutationCreateEventArgs = {
  input: CreateEventInput;
};


export type MutationUpdateEventArgs = {
  input: UpdateEventInput;
};


export type MutationCancelEventArgs = {
  input: CancelEventInput;
};


export type MutationDeleteEventArgs = {
  input: EventIdInput;
};


export type MutationLikeEventArgs = {
  input: EventIdInput;
};


export type MutationUnlikeEventArgs = {
  input: EventIdInput;
};


export type MutationAttendEventArgs = {
  input: EventIdInput;
};


export type MutationLeaveEventArgs = {
  input: EventIdInput;
};


export type MutationAnnounceArgs = {
  input: AnnounceInput;
};

/** The event as it is now. */
export type EventPayload = {
  readonly __typename?: 'EventPayload';
  /** The event. */
  readonly event: Event;
};

/** The person as they are now. */
export type UserPayload = {
  readonly __typename?: 'UserPayload';
  /** The person. */
  readonly user: User;
};

/** That a request was taken on; what follows from it happens soon after. */
export type AcceptedPayload = {
  readonly __typename?: 'AcceptedPayload';
  /** Always true. */
  readonly accepted: Scalars['Boolean']['output'];
};

/** What was deleted. */
export type DeletePayload = {
  readonly __typename?: 'DeletePayload';
  /** Its id. */
  readonly id: Scalars['ID']['output'];
};

/** A new event. */
export type CreateEventInput = {
  /** One line that says what it is, 1 to 140 characters. */
  readonly title: Scalars['String']['input'];
  /** What to expect, at most 10,000 characters. */
  readonly description: Scalars['String']['input'];
  /** What it is about: 1 to 10 topics of at most 40 characters. */
  readonly topics: ReadonlyArray<Scalars['String']['input']>;
  /** When it starts; in the future. */
  readonly startsAt: Scalars['DateTime']['input'];
  /** When it ends; after the start, at most 31 days. */
  readonly endsAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The time zone of the place. */
  readonly timeZone: Scalars['TimeZone']['input'];
  /** Where it takes place. */
  readonly place: PlaceInput;
  /** How many can attend, 1 to 1,000,000; leave out for any number. */
  readonly capacity?: InputMaybe<Scalars['Int']['input']>;
};

/** What to change about an event; what is left out stays. */
export type UpdateEventInput = {
  /** Which event. */
  readonly id: Scalars['ID']['input'];
  /** The version that the change was made from; CONFLICT where it is no longer the current one. */
  readonly version: Scalars['Int']['input'];
  /** One line that says what it is, 1 to 140 characters. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** What to expect, at most 10,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** What it is about: 1 to 10 topics of at most 40 characters. */
  readonly topics?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** When it starts; in the future. */
  readonly startsAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** When it ends; null for open-ended. */
  readonly endsAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The time zone of the place. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** Where it takes place. */
  readonly place?: InputMaybe<PlaceInput>;
  /** How many can attend, no fewer than already have a place; null for any number. */
  readonly capacity?: InputMaybe<Scalars['Int']['input']>;
};

/** Which event to call off. */
export type CancelEventInput = {
  /** Which event. */
  readonly id: Scalars['ID']['input'];
  /** Why, told to those who attend; at most 500 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Which event. */
export type EventIdInput = {
  /** The event's id. */
  readonly eventId: Scalars['ID']['input'];
};

/** What to tell those who attend. */
export type AnnounceInput = {
  /** Which event. */
  readonly eventId: Scalars['ID']['input'];
  /** One line, 1 to 140 characters. */
  readonly subject: Scalars['String']['input'];
  /** The message, 1 to 5,000 characters. */
  readonly content: Scalars['String']['input'];
};

export type Link__Purpose =
  /** `SECURITY` features provide metadata necessary to securely resolve fields. */
  | 'SECURITY'
  /** `EXECUTION` features provide metadata necessary for operation execution. */
  | 'EXECUTION';

export type _Service = {
  readonly __typename?: '_Service';
  readonly sdl: Maybe<Scalars['String']['output']>;
};

export type _Entity = Event | User;



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  User: User;
  Event: Event;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
  Event:
    ( { __typename: 'Event' }
    & GraphQLRecursivePick<FederationTypes['Event'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  _Entity:
    | ( EventView )
    | ( UserReference )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CacheControlScope: CacheControlScope;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  EventStatus: EventStatus;
  Attendance: Attendance;
  EventOrder: EventOrder;
  TimePreset: TimePreset;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Coordinates: ResolverTypeWrapper<Coordinates>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  CoordinatesInput: CoordinatesInput;
  Place: ResolverTypeWrapper<Place>;
  PlaceInput: PlaceInput;
  User: ResolverTypeWrapper<UserReference>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserConnection: ResolverTypeWrapper<Omit<UserConnection, 'edges'> & { edges: Array<ResolversTypes['UserEdge']> }>;
  Event: ResolverTypeWrapper<EventView>;
  EventEdge: ResolverTypeWrapper<Omit<EventEdge, 'node'> & { node: ResolversTypes['Event'] }>;
  EventConnection: ResolverTypeWrapper<Omit<EventConnection, 'edges'> & { edges: Array<ResolversTypes['EventEdge']> }>;
  Topic: ResolverTypeWrapper<Topic>;
  EventsFilter: EventsFilter;
  NearInput: NearInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  EventPayload: ResolverTypeWrapper<Omit<EventPayload, 'event'> & { event: ResolversTypes['Event'] }>;
  UserPayload: ResolverTypeWrapper<Omit<UserPayload, 'user'> & { user: ResolversTypes['User'] }>;
  AcceptedPayload: ResolverTypeWrapper<AcceptedPayload>;
  DeletePayload: ResolverTypeWrapper<DeletePayload>;
  CreateEventInput: CreateEventInput;
  UpdateEventInput: UpdateEventInput;
  CancelEventInput: CancelEventInput;
  EventIdInput: EventIdInput;
  AnnounceInput: AnnounceInput;
  link__Import: ResolverTypeWrapper<Scalars['link__Import']['output']>;
  link__Purpose: Link__Purpose;
  federation__FieldSet: ResolverTypeWrapper<Scalars['federation__FieldSet']['output']>;
  federation__Scope: ResolverTypeWrapper<Scalars['federation__Scope']['output']>;
  federation__Policy: ResolverTypeWrapper<Scalars['federation__Policy']['output']>;
  federation__ContextFieldValue: ResolverTypeWrapper<Scalars['federation__ContextFieldValue']['output']>;
  _Service: ResolverTypeWrapper<_Service>;
  _Any: ResolverTypeWrapper<Scalars['_Any']['output']>;
  _Entity: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['_Entity']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  TimeZone: Scalars['TimeZone']['output'];
  JSON: Scalars['JSON']['output'];
  PageInfo: PageInfo;
  Coordinates: Coordinates;
  Float: Scalars['Float']['output'];
  CoordinatesInput: CoordinatesInput;
  Place: Place;
  PlaceInput: PlaceInput;
  User: UserReference;
  ID: Scalars['ID']['output'];
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserConnection: Omit<UserConnection, 'edges'> & { edges: Array<ResolversParentTypes['UserEdge']> };
  Event: EventView;
  EventEdge: Omit<EventEdge, 'node'> & { node: ResolversParentTypes['Event'] };
  EventConnection: Omit<EventConnection, 'edges'> & { edges: Array<ResolversParentTypes['EventEdge']> };
  Topic: Topic;
  EventsFilter: EventsFilter;
  NearInput: NearInput;
  Query: Record<PropertyKey, never>;
  Mutation: Record<PropertyKey, never>;
  EventPayload: Omit<EventPayload, 'event'> & { event: ResolversParentTypes['Event'] };
  UserPayload: Omit<UserPayload, 'user'> & { user: ResolversParentTypes['User'] };
  AcceptedPayload: AcceptedPayload;
  DeletePayload: DeletePayload;
  CreateEventInput: CreateEventInput;
  UpdateEventInput: UpdateEventInput;
  CancelEventInput: CancelEventInput;
  EventIdInput: EventIdInput;
  AnnounceInput: AnnounceInput;
  link__Import: Scalars['link__Import']['output'];
  federation__FieldSet: Scalars['federation__FieldSet']['output'];
  federation__Scope: Scalars['federation__Scope']['output'];
  federation__Policy: Scalars['federation__Policy']['output'];
  federation__ContextFieldValue: Scalars['federation__ContextFieldValue']['output'];
  _Service: _Service;
  _Any: Scalars['_Any']['output'];
  _Entity: ResolversUnionTypes<ResolversParentTypes>['_Entity'];
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
};

export type CacheControlDirectiveArgs = {
  maxAge?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheControlScope>;
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type LinkDirectiveArgs = {
  url?: Maybe<Scalars['String']['input']>;
  as?: Maybe<Scalars['String']['input']>;
  for?: Maybe<Link__Purpose>;
  import?: Maybe<Array<Maybe<Scalars['link__Import']['input']>>>;
};

export type LinkDirectiveResolver<Result, Parent, ContextType = Context, Args = LinkDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__RequiresDirectiveArgs = {
  fields: Scalars['federation__FieldSet']['input'];
};

export type Federation__RequiresDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__RequiresDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__ProvidesDirectiveArgs = {
  fields: Scalars['federation__FieldSet']['input'];
};

export type Federation__ProvidesDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__ProvidesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__ExternalDirectiveArgs = { };

export type Federation__ExternalDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__ExternalDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__ExtendsDirectiveArgs = { };

export type Federation__ExtendsDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__ExtendsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type InaccessibleDirectiveArgs = { };

export type InaccessibleDirectiveResolver<Result, Parent, ContextType = Context, Args = InaccessibleDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ShareableDirectiveArgs = { };

export type ShareableDirectiveResolver<Result, Parent, ContextType = Context, Args = ShareableDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__OverrideDirectiveArgs = {
  from: Scalars['String']['input'];
  label?: Maybe<Scalars['String']['input']>;
};

export type Federation__OverrideDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__OverrideDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__TagDirectiveArgs = {
  name: Scalars['String']['input'];
};

export type Federation__TagDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__TagDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__ComposeDirectiveDirectiveArgs = {
  name?: Maybe<Scalars['String']['input']>;
};

export type Federation__ComposeDirectiveDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__ComposeDirectiveDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__InterfaceObjectDirectiveArgs = { };

export type Federation__InterfaceObjectDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__InterfaceObjectDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AuthenticatedDirectiveArgs = { };

export type AuthenticatedDirectiveResolver<Result, Parent, ContextType = Context, Args = AuthenticatedDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__RequiresScopesDirectiveArgs = {
  scopes: Array<Array<Scalars['federation__Scope']['input']>>;
};

export type Federation__RequiresScopesDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__RequiresScopesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__PolicyDirectiveArgs = {
  policies: Array<Array<Scalars['federation__Policy']['input']>>;
};

export type Federation__PolicyDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__PolicyDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__ContextDirectiveArgs = {
  name: Scalars['String']['input'];
};

export type Federation__ContextDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__ContextDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__FromContextDirectiveArgs = {
  field?: Maybe<Scalars['federation__ContextFieldValue']['input']>;
};

export type Federation__FromContextDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__FromContextDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__CostDirectiveArgs = {
  weight: Scalars['Int']['input'];
};

export type Federation__CostDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type Federation__ListSizeDirectiveArgs = {
  assumedSize?: Maybe<Scalars['Int']['input']>;
  slicingArguments?: Maybe<Array<Scalars['String']['input']>>;
  sizedFields?: Maybe<Array<Scalars['String']['input']>>;
  requireOneSlicingArgument?: Maybe<Scalars['Boolean']['input']>;
};

export type Federation__ListSizeDirectiveResolver<Result, Parent, ContextType = Context, Args = Federation__ListSizeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CoordinatesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Coordinates'] = ResolversParentTypes['Coordinates']> = {
  latitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  longitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type PlaceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Place'] = ResolversParentTypes['Place']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  coordinates?: Resolver<Maybe<ResolversTypes['Coordinates']>, ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  organizedEvents?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, RequireFields<UserOrganizedEventsArgs, 'first'>>;
  eventsExport?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  calendarFeedUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<Array<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type EventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event'], FederationReferenceType extends FederationReferenceTypes['Event'] = FederationReferenceTypes['Event']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Event']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  topics?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
  place?: Resolver<ResolversTypes['Place'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['EventStatus'], ParentType, ContextType>;
  cancelReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  organizer?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  capacity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  attendeeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waitlistCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  likeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  distanceKm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  viewerHasLiked?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  viewerAttendance?: Resolver<Maybe<ResolversTypes['Attendance']>, ParentType, ContextType>;
  attendees?: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<EventAttendeesArgs, 'first'>>;
  icsUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ics?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  facts?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EventEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EventEdge'] = ResolversParentTypes['EventEdge']> = {
  node?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EventConnection'] = ResolversParentTypes['EventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['EventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TopicResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Topic'] = ResolversParentTypes['Topic']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  upcomingEventCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType, RequireFields<QueryEventArgs, 'id'>>;
  events?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, RequireFields<QueryEventsArgs, 'orderBy' | 'first'>>;
  recommendedEvents?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, RequireFields<QueryRecommendedEventsArgs, 'first'>>;
  topics?: Resolver<Array<ResolversTypes['Topic']>, ParentType, ContextType, RequireFields<QueryTopicsArgs, 'first'>>;
  calendarFeed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<QueryCalendarFeedArgs, 'userId' | 'secret'>>;
  _entities?: Resolver<Array<Maybe<ResolversTypes['_Entity']>>, ParentType, ContextType, RequireFields<Query_EntitiesArgs, 'representations'>>;
  _service?: Resolver<ResolversTypes['_Service'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createEvent?: Resolver<ResolversTypes['EventPayload'], ParentType, ContextType, RequireFields<MutationCreateEventArgs, 'input'>>;
  updateEvent?: Resolver<ResolversTypes['EventPayload'], ParentType, ContextType, RequireFields<MutationUpdateEventArgs, 'input'>>;
  cancelEvent?: Resolver<ResolversTypes['EventPayload'], ParentType, ContextType, RequireFields<MutationCancelEventArgs, 'input'>>;
  deleteEvent?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeleteEventArgs, 'input'>>;
  likeEvent?: Resolver<ResolversTypes['EventPayload'], ParentType, ContextType, RequireFields<MutationLikeEventArgs, 'input'>>;
  unlikeEvent?: Resolver<ResolversTypes['EventPayload'], ParentType, ContextType, RequireFields<MutationUnlikeEventArgs, 'input'>>;
  attendEvent?: Resolver<ResolversTypes['EventPayload'], ParentType, ContextType, RequireFields<MutationAttendEventArgs, 'input'>>;
  leaveEvent?: Resolver<ResolversTypes['EventPayload'], ParentType, ContextType, RequireFields<MutationLeaveEventArgs, 'input'>>;
  announce?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationAnnounceArgs, 'input'>>;
  renewCalendarFeed?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType>;
};

export type EventPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EventPayload'] = ResolversParentTypes['EventPayload']> = {
  event?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
};

export type UserPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserPayload'] = ResolversParentTypes['UserPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type AcceptedPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptedPayload'] = ResolversParentTypes['AcceptedPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeletePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeletePayload'] = ResolversParentTypes['DeletePayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface Link__ImportScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['link__Import'], any> {
  name: 'link__Import';
}

export interface Federation__FieldSetScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['federation__FieldSet'], any> {
  name: 'federation__FieldSet';
}

export interface Federation__ScopeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['federation__Scope'], any> {
  name: 'federation__Scope';
}

export interface Federation__PolicyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['federation__Policy'], any> {
  name: 'federation__Policy';
}

export interface Federation__ContextFieldValueScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['federation__ContextFieldValue'], any> {
  name: 'federation__ContextFieldValue';
}

export type _ServiceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['_Service'] = ResolversParentTypes['_Service']> = {
  sdl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface _AnyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['_Any'], any> {
  name: '_Any';
}

export type _EntityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['_Entity'] = ResolversParentTypes['_Entity']> = {
  __resolveType: TypeResolveFn<'Event' | 'User', ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  TimeZone?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  PageInfo?: PageInfoResolvers<ContextType>;
  Coordinates?: CoordinatesResolvers<ContextType>;
  Place?: PlaceResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventEdge?: EventEdgeResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  Topic?: TopicResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  EventPayload?: EventPayloadResolvers<ContextType>;
  UserPayload?: UserPayloadResolvers<ContextType>;
  AcceptedPayload?: AcceptedPayloadResolvers<ContextType>;
  DeletePayload?: DeletePayloadResolvers<ContextType>;
  link__Import?: GraphQLScalarType;
  federation__FieldSet?: GraphQLScalarType;
  federation__Scope?: GraphQLScalarType;
  federation__Policy?: GraphQLScalarType;
  federation__ContextFieldValue?: GraphQLScalarType;
  _Service?: _ServiceResolvers<ContextType>;
  _Any?: GraphQLScalarType;
  _Entity?: _EntityResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
  link?: LinkDirectiveResolver<any, any, ContextType>;
  federation__requires?: Federation__RequiresDirectiveResolver<any, any, ContextType>;
  federation__provides?: Federation__ProvidesDirectiveResolver<any, any, ContextType>;
  federation__external?: Federation__ExternalDirectiveResolver<any, any, ContextType>;
  federation__extends?: Federation__ExtendsDirectiveResolver<any, any, ContextType>;
  inaccessible?: InaccessibleDirectiveResolver<any, any, ContextType>;
  shareable?: ShareableDirectiveResolver<any, any, ContextType>;
  federation__override?: Federation__OverrideDirectiveResolver<any, any, ContextType>;
  federation__tag?: Federation__TagDirectiveResolver<any, any, ContextType>;
  federation__composeDirective?: Federation__ComposeDirectiveDirectiveResolver<any, any, ContextType>;
  federation__interfaceObject?: Federation__InterfaceObjectDirectiveResolver<any, any, ContextType>;
  authenticated?: AuthenticatedDirectiveResolver<any, any, ContextType>;
  federation__requiresScopes?: Federation__RequiresScopesDirectiveResolver<any, any, ContextType>;
  federation__policy?: Federation__PolicyDirectiveResolver<any, any, ContextType>;
  federation__context?: Federation__ContextDirectiveResolver<any, any, ContextType>;
  federation__fromContext?: Federation__FromContextDirectiveResolver<any, any, ContextType>;
  federation__cost?: Federation__CostDirectiveResolver<any, any, ContextType>;
  federation__listSize?: Federation__ListSizeDirectiveResolver<any, any, ContextType>;
};
