/** Generated from schema.graphql by npm run codegen. */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Notification as StoredNotification } from '../../mail/notification.ts';
import type { NotificationPage } from './notification-page.ts';
import type { Reference } from './reference.ts';
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
  /** An address that mail can be sent to. */
  EmailAddress: { input: string; output: string; }
  /** A length of time as ISO 8601 writes it, such as PT1H30M or P1D. */
  Duration: { input: string; output: string; }
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

/** Why a mail exists. */
export type NotificationKind =
  /** Reminds somebody of an event. */
  | 'REMINDER'
  /** A mail that somebody wrote to themselves. */
  | 'CUSTOM'
  /** Welcomes a new account. */
  | 'WELCOME'
  /** Asks to confirm an address. */
  | 'EMAIL_VERIFICATION'
  /** Tells an old address that the account uses another now. */
  | 'EMAIL_CHANGED'
  /** Carries the token with which a password is set anew. */
  | 'PASSWORD_RESET'
  /** Says what changed about an event. */
  | 'EVENT_CHANGED'
  /** Says that an event does not take place. */
  | 'EVENT_CANCELLED'
  /** The organiser's words to those who attend. */
  | 'ANNOUNCEMENT'
  /** Several reminders of one person in one mail. */
  | 'DIGEST'
  /** Tells the attendee that they have a place. */
  | 'ATTENDANCE_CONFIRMED'
  /** Tells the organiser that somebody attends. */
  | 'ATTENDEE_JOINED'
  /** Tells the attendee that they wait for a place. */
  | 'ATTENDANCE_WAITLISTED'
  /** Tells the organiser that somebody no longer attends. */
  | 'ATTENDEE_LEFT';

/** How far a mail has come. */
export type NotificationStatus =
  /** Its time has not come yet. */
  | 'SCHEDULED'
  /** Its time has come; it waits for the mail quota. */
  | 'WAITING'
  /** It is being handed to a mail provider. */
  | 'SENDING'
  /** A mail provider accepted it. */
  | 'SENT'
  /** It could not be sent; an operator can try again. */
  | 'FAILED'
  /** It was of no use any more before it could be sent. */
  | 'EXPIRED'
  /** It is not wanted any more, or has become needless. */
  | 'WITHDRAWN'
  /** It may or may not have been sent; it is never sent twice on a guess. */
  | 'UNCERTAIN';

/** Whether a mail will go out before its deadline. */
export type ForecastRisk =
  /** It will, with room to spare. */
  | 'ON_TIME'
  /** It will, but only just. */
  | 'AT_RISK'
  /** It will not, as things stand. */
  | 'WILL_MISS';

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

/** A person with an account. */
export type User = {
  readonly __typename?: 'User';
  /** Opaque, and never given to anybody else. */
  readonly id: Scalars['ID']['output'];
  /** Everything that the notifications service holds about the person. For the person and admins. */
  readonly notificationsExport: Maybe<Scalars['JSON']['output']>;
};

/** Something people can attend. */
export type Event = {
  readonly __typename?: 'Event';
  /** Opaque, and never given to another event. */
  readonly id: Scalars['ID']['output'];
  /** The viewer's reminders of this event that are still to be sent, earliest first; null when nobody is signed in. */
  readonly viewerReminders: Maybe<ReadonlyArray<Notification>>;
};

/** One mail to one person, from its wish to its final state. */
export type Notification = {
  readonly __typename?: 'Notification';
  /** The notification's id. */
  readonly id: Scalars['ID']['output'];
  /** Rises with every change. */
  readonly revision: Scalars['Int']['output'];
  /** Why it exists. */
  readonly kind: NotificationKind;
  /** How far it has come. */
  readonly status: NotificationStatus;
  /** Why it is in this state, in a few words; null where the state says it all. */
  readonly statusReason: Maybe<Scalars['String']['output']>;
  /** The mail's subject. */
  readonly subject: Scalars['String']['output'];
  /** What the mail says, as plain text. */
  readonly content: Scalars['String']['output'];
  /** Where it goes. */
  readonly toEmail: Scalars['EmailAddress']['output'];
  /** Due from here on. */
  readonly scheduledAt: Scalars['DateTime']['output'];
  /** Of no use after this. */
  readonly deadline: Maybe<Scalars['DateTime']['output']>;
  /** For a reminder that follows its event: how long before the start it is due. */
  readonly before: Maybe<Scalars['Duration']['output']>;
  /** When it was asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When a mail provider accepted it. */
  readonly sentAt: Maybe<Scalars['DateTime']['output']>;
  /** Every try at sending it, oldest first. */
  readonly attempts: ReadonlyArray<DeliveryAttempt>;
  /** When it will be sent, as far as the quota and everything else that waits allow to say; null in a final state. */
  readonly forecast: Maybe<Forecast>;
  /** The event it is about. */
  readonly event: Maybe<Event>;
  /** The person it is for. */
  readonly recipient: Maybe<User>;
};

/** One try at handing a mail to a provider. */
export type DeliveryAttempt = {
  readonly __typename?: 'DeliveryAttempt';
  /** When it began. */
  readonly at: Scalars['DateTime']['output'];
  /** STARTED, ACCEPTED, TRANSIENT_FAILURE, PERMANENT_FAILURE or UNCERTAIN. */
  readonly outcome: Scalars['String']['output'];
  /** What the provider answered. */
  readonly detail: Maybe<Scalars['String']['output']>;
};

/** An honest promise about a mail that is still to be sent. */
export type Forecast = {
  readonly __typename?: 'Forecast';
  /** When it will be sent; null where it will not. */
  readonly estimatedSendAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether that is before its deadline. */
  readonly risk: ForecastRisk;
};

/** A notification in a list. */
export type NotificationEdge = {
  readonly __typename?: 'NotificationEdge';
  /** The notification. */
  readonly node: Notification;
  /** Where in the list it stands. */
  readonly cursor: Scalars['String']['output'];
};

/** A page of notifications. */
export type NotificationConnection = {
  readonly __typename?: 'NotificationConnection';
  /** The notifications of this page. */
  readonly edges: ReadonlyArray<NotificationEdge>;
  /** Where in the list the page lies. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages. */
  readonly totalCount: Maybe<Scalars['Int']['output']>;
};

/** The queue of mails and its quota. */
export type MailQueue = {
  readonly __typename?: 'MailQueue';
  /** Whether mail is held back. */
  readonly paused: Scalars['Boolean']['output'];
  /** Why it is held back; null while it is not. */
  readonly pauseReason: Maybe<Scalars['String']['output']>;
  /** The quota's windows; empty when it is unlimited. */
  readonly windows: ReadonlyArray<QuotaWindow>;
  /** How many mails are due later. */
  readonly scheduled: Scalars['Int']['output'];
  /** How many mails are due and wait for quota. */
  readonly waiting: Scalars['Int']['output'];
  /** How many of them will miss their deadline, as things stand. */
  readonly predictedMisses: Scalars['Int']['output'];
  /** When the next ordinary mail can go out; null when none waits, or mail is held back. */
  readonly nextSendAt: Maybe<Scalars['DateTime']['output']>;
};

/** At most so many mails in each calendar-aligned stretch of time. */
export type QuotaWindow = {
  readonly __typename?: 'QuotaWindow';
  /** How many mails. */
  readonly max: Scalars['Int']['output'];
  /** How long a stretch is. */
  readonly per: Scalars['Duration']['output'];
  /** How many were sent in the present one. */
  readonly used: Scalars['Int']['output'];
  /** When the next one begins. */
  readonly resetsAt: Scalars['DateTime']['output'];
};

/** What an admin did to the mail, kept for whoever asks later. */
export type MailAction = {
  readonly __typename?: 'MailAction';
  /** When it was done. */
  readonly at: Scalars['DateTime']['output'];
  /** PAUSE, RESUME, SET_QUOTA, RETRY or RETRY_FAILED. */
  readonly action: Scalars['String']['output'];
  /** Who did it. */
  readonly actor: Maybe<User>;
  /** With what: a reason, a quota, a notification's id, a count. */
  readonly detail: Maybe<Scalars['String']['output']>;
};

/** Which notifications a list holds; all conditions must hold. */
export type NotificationsFilter = {
  /** Only those about this event. */
  readonly eventId?: InputMaybe<Scalars['ID']['input']>;
  /** Only those in one of these states. */
  readonly status?: InputMaybe<ReadonlyArray<NotificationStatus>>;
  /** Only those of one of these kinds. */
  readonly kind?: InputMaybe<ReadonlyArray<NotificationKind>>;
  /** Those of another person. For admins. */
  readonly recipientId?: InputMaybe<Scalars['ID']['input']>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** One of the viewer's notifications, or any for an admin; null where there is none. */
  readonly notification: Maybe<Notification>;
  /** The viewer's notifications, the newest first. */
  readonly notifications: NotificationConnection;
  /** The queue of mails and its quota. For admins. */
  readonly mailQueue: MailQueue;
  /** What admins did to the mail, the latest first. For admins. */
  readonly mailActions: ReadonlyArray<MailAction>;
  readonly _entities: ReadonlyArray<Maybe<_Entity>>;
  readonly _service: _Service;
};


export type QueryNotificationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNotificationsArgs = {
  filter?: InputMaybe<NotificationsFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryMailActionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type Query_EntitiesArgs = {
  representations: ReadonlyArray<Scalars['_Any']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Asks for a mail of the viewer's own words to one of the viewer's verified addresses. */
  readonly createNotification: NotificationPayload;
  /** Asks for a reminder of an event. The same reminder again is the one there is. */
  readonly scheduleReminder: NotificationPayload;
  /** Sets when a notification that was not sent yet is due. A reminder no longer follows its event then. */
  readonly rescheduleNotification: NotificationPayload;
  /** Delays a notification, counted from when it is due, or from now if that has passed. Of a reminder that was sent another one is made, and answered. */
  readonly snoozeNotification: NotificationPayload;
  /** Sends a notification that was not sent yet to another of the recipient's verified addresses. */
  readonly changeNotificationEmail: NotificationPayload;
  /** Withdraws a notification that was not sent yet and forgets it. */
  readonly deleteNotification: DeletePayload;
  /** Tries again to send a notification that failed or whose outcome is uncertain. For admins. */
  readonly retryNotification: NotificationPayload;
  /** Tries again to send every notification that failed and is still of use. For admins. */
  readonly retryFailedNotifications: RetryPayload;
  /** Holds all mail back, urgent mail too. For admins. */
  readonly pauseMail: MailQueuePayload;
  /** Lets mail go out again. For admins. */
  readonly resumeMail: MailQueuePayload;
  /** Replaces the quota's windows at once; what was sent already still counts. For admins. */
  readonly setMailQuota: MailQueuePayload;
};


export type MutationCreateNotificationArgs = {
  input: CreateNotificationInput;
};


export type MutationScheduleReminderArgs = {
  input: ScheduleReminderInput;
};


export type MutationRescheduleNotificationArgs = {
  input: RescheduleNotificationInput;
};


export type MutationSnoozeNotificationArgs = {
  input: SnoozeNotificationInput;
};


export type MutationChangeNotificationEmailArgs = {
  input: ChangeNotificationEmailInput;
};


export type MutationDeleteNotificationArgs = {
  input: NotificationIdInput;
};


export type MutationRetryNotificationArgs = {
  input: NotificationIdInput;
};


export type MutationPauseMailArgs = {
  input: PauseMailInput;
};


export type MutationSetMailQuotaArgs = {
  input: SetMailQuotaInput;
};

/** The notification that was asked for or changed. */
export type NotificationPayload = {
  readonly __typename?: 'NotificationPayload';
  /** As it is now. */
  readonly notification: Notification;
};

/** What was deleted. */
export type DeletePayload = {
  readonly __typename?: 'DeletePayload';
  /** Its id. */
  readonly id: Scalars['ID']['output'];
};

/** The queue after a change. */
export type MailQueuePayload = {
  readonly __typename?: 'MailQueuePayload';
  /** As it is now. */
  readonly mailQueue: MailQueue;
};

/** What is tried again. */
export type RetryPayload = {
  readonly __typename?: 'RetryPayload';
  /** How many notifications. */
  readonly retried: Scalars['Int']['output'];
};

/** A mail of one's own words. */
export type CreateNotificationInput = {
  /** The mail's subject, 1 to 200 characters on one line. */
  readonly subject: Scalars['String']['input'];
  /** What the mail says, as plain text of 1 to 10,000 characters. */
  readonly content: Scalars['String']['input'];
  /** A verified address of the caller; without it, the primary one. */
  readonly toEmail?: InputMaybe<Scalars['EmailAddress']['input']>;
  /** Due from here on. */
  readonly scheduledAt: Scalars['DateTime']['input'];
  /** The event it is about: the mail is withdrawn when the event is cancelled, and of no use after it has started. */
  readonly eventId?: InputMaybe<Scalars['ID']['input']>;
};

/** A reminder; exactly one of `at` and `before`. */
export type ScheduleReminderInput = {
  /** The event. */
  readonly eventId: Scalars['ID']['input'];
  /** When it is due. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  /** How long before the event's start it is due; it moves along with the event. */
  readonly before?: InputMaybe<Scalars['Duration']['input']>;
  /** A verified address of the caller; without it, the primary one. */
  readonly toEmail?: InputMaybe<Scalars['EmailAddress']['input']>;
};

/** A new time for a notification. */
export type RescheduleNotificationInput = {
  /** The notification. */
  readonly id: Scalars['ID']['input'];
  /** Due from here on. */
  readonly scheduledAt: Scalars['DateTime']['input'];
};

/** A delay of a notification. */
export type SnoozeNotificationInput = {
  /** The notification. */
  readonly id: Scalars['ID']['input'];
  /** How long, at most a year. */
  readonly by: Scalars['Duration']['input'];
};

/** A new address for a notification. */
export type ChangeNotificationEmailInput = {
  /** The notification. */
  readonly id: Scalars['ID']['input'];
  /** A verified address of its recipient. */
  readonly toEmail: Scalars['EmailAddress']['input'];
};

/** Names a notification. */
export type NotificationIdInput = {
  /** The notification. */
  readonly id: Scalars['ID']['input'];
};

/** Why mail is held back. */
export type PauseMailInput = {
  /** Shown to every operator, 1 to 500 characters. */
  readonly reason: Scalars['String']['input'];
};

/** A whole new quota. */
export type SetMailQuotaInput = {
  /** Its windows; empty for no limit. */
  readonly windows: ReadonlyArray<QuotaWindowInput>;
};

/** At most `max` mails in each calendar-aligned stretch of `per`. */
export type QuotaWindowInput = {
  /** How many mails, at least 1. */
  readonly max: Scalars['Int']['input'];
  /** How long a stretch is, such as PT1H or P1D. */
  readonly per: Scalars['Duration']['input'];
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
    | ( Reference )
    | ( Reference )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CacheControlScope: CacheControlScope;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  Duration: ResolverTypeWrapper<Scalars['Duration']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  NotificationKind: NotificationKind;
  NotificationStatus: NotificationStatus;
  ForecastRisk: ForecastRisk;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  User: ResolverTypeWrapper<Reference>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Event: ResolverTypeWrapper<Reference>;
  Notification: ResolverTypeWrapper<StoredNotification>;
  DeliveryAttempt: ResolverTypeWrapper<DeliveryAttempt>;
  Forecast: ResolverTypeWrapper<Forecast>;
  NotificationEdge: ResolverTypeWrapper<Omit<NotificationEdge, 'node'> & { node: ResolversTypes['Notification'] }>;
  NotificationConnection: ResolverTypeWrapper<NotificationPage>;
  MailQueue: ResolverTypeWrapper<MailQueue>;
  QuotaWindow: ResolverTypeWrapper<QuotaWindow>;
  MailAction: ResolverTypeWrapper<Omit<MailAction, 'actor'> & { actor?: Maybe<ResolversTypes['User']> }>;
  NotificationsFilter: NotificationsFilter;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NotificationPayload: ResolverTypeWrapper<Omit<NotificationPayload, 'notification'> & { notification: ResolversTypes['Notification'] }>;
  DeletePayload: ResolverTypeWrapper<DeletePayload>;
  MailQueuePayload: ResolverTypeWrapper<MailQueuePayload>;
  RetryPayload: ResolverTypeWrapper<RetryPayload>;
  CreateNotificationInput: CreateNotificationInput;
  ScheduleReminderInput: ScheduleReminderInput;
  RescheduleNotificationInput: RescheduleNotificationInput;
  SnoozeNotificationInput: SnoozeNotificationInput;
  ChangeNotificationEmailInput: ChangeNotificationEmailInput;
  NotificationIdInput: NotificationIdInput;
  PauseMailInput: PauseMailInput;
  SetMailQuotaInput: SetMailQuotaInput;
  QuotaWindowInput: QuotaWindowInput;
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
  EmailAddress: Scalars['EmailAddress']['output'];
  Duration: Scalars['Duration']['output'];
  JSON: Scalars['JSON']['output'];
  PageInfo: PageInfo;
  User: Reference;
  ID: Scalars['ID']['output'];
  Event: Reference;
  Notification: StoredNotification;
  DeliveryAttempt: DeliveryAttempt;
  Forecast: Forecast;
  NotificationEdge: Omit<NotificationEdge, 'node'> & { node: ResolversParentTypes['Notification'] };
  NotificationConnection: NotificationPage;
  MailQueue: MailQueue;
  QuotaWindow: QuotaWindow;
  MailAction: Omit<MailAction, 'actor'> & { actor?: Maybe<ResolversParentTypes['User']> };
  NotificationsFilter: NotificationsFilter;
  Query: Record<PropertyKey, never>;
  Mutation: Record<PropertyKey, never>;
  NotificationPayload: Omit<NotificationPayload, 'notification'> & { notification: ResolversParentTypes['Notification'] };
  DeletePayload: DeletePayload;
  MailQueuePayload: MailQueuePayload;
  RetryPayload: RetryPayload;
  CreateNotificationInput: CreateNotificationInput;
  ScheduleReminderInput: ScheduleReminderInput;
  RescheduleNotificationInput: RescheduleNotificationInput;
  SnoozeNotificationInput: SnoozeNotificationInput;
  ChangeNotificationEmailInput: ChangeNotificationEmailInput;
  NotificationIdInput: NotificationIdInput;
  PauseMailInput: PauseMailInput;
  SetMailQuotaInput: SetMailQuotaInput;
  QuotaWindowInput: QuotaWindowInput;
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

export type RequiresScopesDirectiveArgs = {
  scopes: Array<Array<Scalars['federation__Scope']['input']>>;
};

export type RequiresScopesDirectiveResolver<Result, Parent, ContextType = Context, Args = RequiresScopesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

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

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

export interface DurationScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Duration'], any> {
  name: 'Duration';
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

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  notificationsExport?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event'], FederationReferenceType extends FederationReferenceTypes['Event'] = FederationReferenceTypes['Event']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Event']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  viewerReminders?: Resolver<Maybe<Array<ResolversTypes['Notification']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NotificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Notification'] = ResolversParentTypes['Notification']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NotificationKind'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['NotificationStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  toEmail?: Resolver<ResolversTypes['EmailAddress'], ParentType, ContextType>;
  scheduledAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deadline?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['Duration']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sentAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  attempts?: Resolver<Array<ResolversTypes['DeliveryAttempt']>, ParentType, ContextType>;
  forecast?: Resolver<Maybe<ResolversTypes['Forecast']>, ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  recipient?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type DeliveryAttemptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeliveryAttempt'] = ResolversParentTypes['DeliveryAttempt']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ForecastResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Forecast'] = ResolversParentTypes['Forecast']> = {
  estimatedSendAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  risk?: Resolver<ResolversTypes['ForecastRisk'], ParentType, ContextType>;
};

export type NotificationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotificationEdge'] = ResolversParentTypes['NotificationEdge']> = {
  node?: Resolver<ResolversTypes['Notification'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NotificationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotificationConnection'] = ResolversParentTypes['NotificationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['NotificationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MailQueueResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MailQueue'] = ResolversParentTypes['MailQueue']> = {
  paused?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  pauseReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  windows?: Resolver<Array<ResolversTypes['QuotaWindow']>, ParentType, ContextType>;
  scheduled?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  predictedMisses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nextSendAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type QuotaWindowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuotaWindow'] = ResolversParentTypes['QuotaWindow']> = {
  max?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  per?: Resolver<ResolversTypes['Duration'], ParentType, ContextType>;
  used?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  resetsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MailActionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MailAction'] = ResolversParentTypes['MailAction']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  notification?: Resolver<Maybe<ResolversTypes['Notification']>, ParentType, ContextType, RequireFields<QueryNotificationArgs, 'id'>>;
  notifications?: Resolver<ResolversTypes['NotificationConnection'], ParentType, ContextType, RequireFields<QueryNotificationsArgs, 'first'>>;
  mailQueue?: Resolver<ResolversTypes['MailQueue'], ParentType, ContextType>;
  mailActions?: Resolver<Array<ResolversTypes['MailAction']>, ParentType, ContextType, RequireFields<QueryMailActionsArgs, 'first'>>;
  _entities?: Resolver<Array<Maybe<ResolversTypes['_Entity']>>, ParentType, ContextType, RequireFields<Query_EntitiesArgs, 'representations'>>;
  _service?: Resolver<ResolversTypes['_Service'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createNotification?: Resolver<ResolversTypes['NotificationPayload'], ParentType, ContextType, RequireFields<MutationCreateNotificationArgs, 'input'>>;
  scheduleReminder?: Resolver<ResolversTypes['NotificationPayload'], ParentType, ContextType, RequireFields<MutationScheduleReminderArgs, 'input'>>;
  rescheduleNotification?: Resolver<ResolversTypes['NotificationPayload'], ParentType, ContextType, RequireFields<MutationRescheduleNotificationArgs, 'input'>>;
  snoozeNotification?: Resolver<ResolversTypes['NotificationPayload'], ParentType, ContextType, RequireFields<MutationSnoozeNotificationArgs, 'input'>>;
  changeNotificationEmail?: Resolver<ResolversTypes['NotificationPayload'], ParentType, ContextType, RequireFields<MutationChangeNotificationEmailArgs, 'input'>>;
  deleteNotification?: Resolver<ResolversTypes['DeletePayload'], ParentType, ContextType, RequireFields<MutationDeleteNotificationArgs, 'input'>>;
  retryNotification?: Resolver<ResolversTypes['NotificationPayload'], ParentType, ContextType, RequireFields<MutationRetryNotificationArgs, 'input'>>;
  retryFailedNotifications?: Resolver<ResolversTypes['RetryPayload'], ParentType, ContextType>;
  pauseMail?: Resolver<ResolversTypes['MailQueuePayload'], ParentType, ContextType, RequireFields<MutationPauseMailArgs, 'input'>>;
  resumeMail?: Resolver<ResolversTypes['MailQueuePayload'], ParentType, ContextType>;
  setMailQuota?: Resolver<ResolversTypes['MailQueuePayload'], ParentType, ContextType, RequireFields<MutationSetMailQuotaArgs, 'input'>>;
};

export type NotificationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotificationPayload'] = ResolversParentTypes['NotificationPayload']> = {
  notification?: Resolver<ResolversTypes['Notification'], ParentType, ContextType>;
};

export type DeletePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeletePayload'] = ResolversParentTypes['DeletePayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MailQueuePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MailQueuePayload'] = ResolversParentTypes['MailQueuePayload']> = {
  mailQueue?: Resolver<ResolversTypes['MailQueue'], ParentType, ContextType>;
};

export type RetryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RetryPayload'] = ResolversParentTypes['RetryPayload']> = {
  retried?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
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
  EmailAddress?: GraphQLScalarType;
  Duration?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  PageInfo?: PageInfoResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  Notification?: NotificationResolvers<ContextType>;
  DeliveryAttempt?: DeliveryAttemptResolvers<ContextType>;
  Forecast?: ForecastResolvers<ContextType>;
  NotificationEdge?: NotificationEdgeResolvers<ContextType>;
  NotificationConnection?: NotificationConnectionResolvers<ContextType>;
  MailQueue?: MailQueueResolvers<ContextType>;
  QuotaWindow?: QuotaWindowResolvers<ContextType>;
  MailAction?: MailActionResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotificationPayload?: NotificationPayloadResolvers<ContextType>;
  DeletePayload?: DeletePayloadResolvers<ContextType>;
  MailQueuePayload?: MailQueuePayloadResolvers<ContextType>;
  RetryPayload?: RetryPayloadResolvers<ContextType>;
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
  requiresScopes?: RequiresScopesDirectiveResolver<any, any, ContextType>;
  federation__policy?: Federation__PolicyDirectiveResolver<any, any, ContextType>;
  federation__context?: Federation__ContextDirectiveResolver<any, any, ContextType>;
  federation__fromContext?: Federation__FromContextDirectiveResolver<any, any, ContextType>;
  federation__cost?: Federation__CostDirectiveResolver<any, any, ContextType>;
  federation__listSize?: Federation__ListSizeDirectiveResolver<any, any, ContextType>;
};
