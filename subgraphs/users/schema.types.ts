/** Generated from schema.graphql by npm run codegen. */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { User as StoredUser, Preferences as StoredPreferences } from './user.ts';
import type { UserPage } from './user-search.ts';
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

export type Query = {
  readonly __typename?: 'Query';
  /** The person who is signed in; null when nobody is. */
  readonly me: Maybe<User>;
  /** One person by id; null when there is none. */
  readonly user: Maybe<User>;
  /** All people, newest first, for admins; every word of `text` must occur in the name or an address. */
  readonly users: UserConnection;
  readonly _entities: ReadonlyArray<Maybe<_Entity>>;
  readonly _service: _Service;
};


export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


export type QueryUsersArgs = {
  text?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type Query_EntitiesArgs = {
  representations: ReadonlyArray<Scalars['_Any']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Creates an account and signs it in at once; a welcome and a verification mail follow. CONFLICT when the address is taken. */
  readonly signUp: SessionPayload;
  /** Starts a session. UNAUTHENTICATED for a wrong address or password alike. */
  readonly signIn: SessionPayload;
  /** Exchanges a refresh token, once, for a new pair of tokens. Used a second time, it ends its whole session. */
  readonly refreshSession: SessionPayload;
  /** Ends the refresh token's session, or every session of the person. */
  readonly signOut: SignOutPayload;
  /** Sets a new password and ends every other session. */
  readonly changePassword: UserPayload;
  /** Mails a link to set a new password, if the address belongs to an account; the answer does not tell. */
  readonly requestPasswordReset: AcceptedPayload;
  /** Sets a new password by a mailed token and ends every session. */
  readonly resetPassword: AcceptedPayload;
  /** Changes what is given of the profile and leaves the rest. */
  readonly updateProfile: UserPayload;
  /** Changes what is given of the preferences and leaves the rest. */
  readonly updatePreferences: UserPayload;
  /** Begins to replace the primary address: it stays in force until the new one is confirmed, and is told. */
  readonly requestEmailChange: UserPayload;
  /** Adds a secondary address, of use once it is confirmed. */
  readonly addEmail: UserPayload;
  /** Mails a new verification link, if the address waits for one; the answer does not tell. */
  readonly resendVerification: AcceptedPayload;
  /** Confirms a first, secondary or new primary address by its mailed token; needs no session. */
  readonly confirmEmail: UserPayload;
  /** Makes a verified address the primary one. */
  readonly makeEmailPrimary: UserPayload;
  /** Removes an address; never the primary one, nor the last that is verified. */
  readonly removeEmail: UserPayload;
  /** Deletes the account and everything personal, everywhere; cannot be undone. */
  readonly deleteAccount: AcceptedPayload;
  /** Gives a person a role. */
  readonly setRole: UserPayload;
  /** Locks an account at once: its tokens stop working and it cannot sign in. */
  readonly disableAccount: UserPayload;
  /** Unlocks a disabled account. */
  readonly enableAccount: UserPayload;
  /** For services: from now on nothing but security mail goes to the address, whoever holds it. */
  readonly suppressEmail: AcceptedPayload;
  /** For services, on behalf of a person: adds one kind to the muted ones. */
  readonly muteKind: AcceptedPayload;
};


export type MutationSignUpArgs = {
  input: SignUpInput;
};


export type MutationSignInArgs = {
  input: SignInInput;
};


export type MutationRefreshSessionArgs = {
  input: RefreshSessionInput;
};


export type MutationSignOutArgs = {
  input: SignOutInput;
};


export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


export type MutationUpdatePreferencesArgs = {
  input: UpdatePreferencesInput;
};


export type MutationRequestEmailChangeArgs = {
  input: EmailInput;
};


export type MutationAddEmailArgs = {
  input: EmailInput;
};


export type MutationResendVerificationArgs = {
  input: EmailInput;
};


export type MutationConfirmEmailArgs = {
  input: TokenInput;
};


export type MutationMakeEmailPrimaryArgs = {
  input: EmailInput;
};


export type MutationRemoveEmailArgs = {
  input: EmailInput;
};


export type MutationDeleteAccountArgs = {
  input: DeleteAccountInput;
};


export type MutationSetRoleArgs = {
  input: SetRoleInput;
};


export type MutationDisableAccountArgs = {
  input: DisableAccountInput;
};


export type MutationEnableAccountArgs = {
  input: UserIdInput;
};


export type MutationSuppressEmailArgs = {
  input: SuppressEmailInput;
};


export type MutationMuteKindArgs = {
  input: MuteKindInput;
};

/** A person with an account. */
export type User = {
  readonly __typename?: 'User';
  /** Opaque, and never given to anybody else. */
  readonly id: Scalars['ID']['output'];
  /** The name shown to others. */
  readonly displayName: Scalars['String']['output'];
  /** When the account was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The primary address. Private to the person and to admins, as is everything below. */
  readonly email: Maybe<Scalars['EmailAddress']['output']>;
  /** Every address of the account. */
  readonly emails: Maybe<ReadonlyArray<UserEmail>>;
  /** What the person may do. */
  readonly role: Maybe<Role>;
  /** The language of mails. */
  readonly language: Maybe<Language>;
  /** The zone in which the person reads times. */
  readonly timeZone: Maybe<Scalars['TimeZone']['output']>;
  /** Where the person lives, for what is near. */
  readonly home: Maybe<Place>;
  /** Topics the person cares for. */
  readonly interests: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What is mailed, and when. */
  readonly preferences: Maybe<Preferences>;
  /** When an admin locked the account; null while it is open. */
  readonly disabledAt: Maybe<Scalars['DateTime']['output']>;
  /** Everything the accounts hold about the person. */
  readonly accountExport: Maybe<Scalars['JSON']['output']>;
  /** For services: what whoever schedules mail must know, and the `version` it is of. */
  readonly facts: Maybe<Scalars['JSON']['output']>;
};

/** One address of an account. */
export type UserEmail = {
  readonly __typename?: 'UserEmail';
  /** In lower case. */
  readonly address: Scalars['EmailAddress']['output'];
  /** Whether a mailed token was returned; reminders go to verified addresses only. */
  readonly verified: Scalars['Boolean']['output'];
  /** Whether mail goes there unless told otherwise; exactly one address is. */
  readonly primary: Scalars['Boolean']['output'];
  /** Why nothing but security mail goes there; null while all may. */
  readonly suppressedReason: Maybe<Scalars['String']['output']>;
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

/** What is mailed to a person, and when. */
export type Preferences = {
  readonly __typename?: 'Preferences';
  /** How long before the start to remind of what the person likes or attends; empty for never. */
  readonly reminderBefore: ReadonlyArray<Scalars['Duration']['output']>;
  /** Kinds of mail that the person does not want. */
  readonly mutedKinds: ReadonlyArray<NotificationKind>;
  /** Topics of which the person wants no mail. */
  readonly mutedTopics: ReadonlyArray<Scalars['String']['output']>;
  /** When not to disturb; null for never. */
  readonly quietHours: Maybe<QuietHours>;
};

/** Hours in which nothing is mailed, in the person's zone; may pass midnight. */
export type QuietHours = {
  readonly __typename?: 'QuietHours';
  /** The time of day at which they begin, such as 22:00. */
  readonly from: Scalars['String']['output'];
  /** The time of day at which they end, such as 07:00. */
  readonly to: Scalars['String']['output'];
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

/** A point on Earth (WGS 84). */
export type Coordinates = {
  readonly __typename?: 'Coordinates';
  /** Degrees north of the equator, -90 to 90. */
  readonly latitude: Scalars['Float']['output'];
  /** Degrees east of Greenwich, -180 to 180. */
  readonly longitude: Scalars['Float']['output'];
};

/** What somebody who signed in holds. */
export type Session = {
  readonly __typename?: 'Session';
  /** The bearer token of requests; valid for minutes. */
  readonly accessToken: Scalars['String']['output'];
  /** When the access token lapses. */
  readonly accessTokenExpiresAt: Scalars['DateTime']['output'];
  /** What buys the next pair of tokens, once. */
  readonly refreshToken: Scalars['String']['output'];
};

/** A session, and whose it is. */
export type SessionPayload = {
  readonly __typename?: 'SessionPayload';
  /** The new tokens. */
  readonly session: Session;
  /** The person who is now signed in. */
  readonly user: User;
};

/** The person as they are now. */
export type UserPayload = {
  readonly __typename?: 'UserPayload';
  /** The person. */
  readonly user: User;
};

/** What signing out did. */
export type SignOutPayload = {
  readonly __typename?: 'SignOutPayload';
  /** How many sessions ended. */
  readonly signedOut: Scalars['Int']['output'];
};

/** That a request was taken on; what follows from it happens soon after. */
export type AcceptedPayload = {
  readonly __typename?: 'AcceptedPayload';
  /** Always true. */
  readonly accepted: Scalars['Boolean']['output'];
};

/** What a person may do. */
export type Role =
  /** What everybody may. */
  | 'USER'
  /** Everything. */
  | 'ADMIN';

/** A language of mails. */
export type Language =
  /** English. */
  | 'EN'
  /** Spanish. */
  | 'ES'
  /** Portuguese. */
  | 'PT';

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

/** What an account begins with. */
export type SignUpInput = {
  /** The first address; a verification mail goes there. */
  readonly email: Scalars['EmailAddress']['input'];
  /** 10 to 200 characters, and none of the commonest passwords. */
  readonly password: Scalars['String']['input'];
  /** The name shown to others, 1 to 100 characters. */
  readonly displayName: Scalars['String']['input'];
  /** The zone in which the person reads times; UTC when absent. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** The language of mails; English when absent. */
  readonly language?: InputMaybe<Language>;
};

/** What a session begins with. */
export type SignInInput = {
  /** Any verified address of the account, or its first one. */
  readonly email: Scalars['EmailAddress']['input'];
  /** The password. */
  readonly password: Scalars['String']['input'];
};

/** What is exchanged for new tokens. */
export type RefreshSessionInput = {
  /** The latest refresh token of the session. */
  readonly refreshToken: Scalars['String']['input'];
};

/** What is to end. */
export type SignOutInput = {
  /** The latest refresh token of the session. */
  readonly refreshToken: Scalars['String']['input'];
  /** Whether every session of the person ends. */
  readonly everywhere?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Both passwords. */
export type ChangePasswordInput = {
  /** The password so far. */
  readonly currentPassword: Scalars['String']['input'];
  /** 10 to 200 characters, and none of the commonest passwords. */
  readonly newPassword: Scalars['String']['input'];
};

/** Who forgot the password. */
export type RequestPasswordResetInput = {
  /** An address of the account. */
  readonly email: Scalars['EmailAddress']['input'];
};

/** A mailed token and what it is for. */
export type ResetPasswordInput = {
  /** The token of the mailed link. */
  readonly token: Scalars['String']['input'];
  /** 10 to 200 characters, and none of the commonest passwords. */
  readonly newPassword: Scalars['String']['input'];
};

/** What is to change of a profile; what is absent stays. */
export type UpdateProfileInput = {
  /** The name shown to others, 1 to 100 characters. */
  readonly displayName?: InputMaybe<Scalars['String']['input']>;
  /** The zone in which the person reads times. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
  /** The language of mails. */
  readonly language?: InputMaybe<Language>;
  /** Where the person lives; null forgets it. */
  readonly home?: InputMaybe<PlaceInput>;
  /** Up to 50 topics. */
  readonly interests?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
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

/** A point on Earth (WGS 84). */
export type CoordinatesInput = {
  /** Degrees north of the equator, -90 to 90. */
  readonly latitude: Scalars['Float']['input'];
  /** Degrees east of Greenwich, -180 to 180. */
  readonly longitude: Scalars['Float']['input'];
};

/** What is to change of the preferences; what is absent stays. */
export type UpdatePreferencesInput = {
  /** Up to 10 durations, each more than nothing and at most a year. */
  readonly reminderBefore?: InputMaybe<ReadonlyArray<Scalars['Duration']['input']>>;
  /** Kinds that are not wanted; mail that keeps the account safe cannot be muted. */
  readonly mutedKinds?: InputMaybe<ReadonlyArray<NotificationKind>>;
  /** Up to 50 topics. */
  readonly mutedTopics?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** When not to disturb; null for never. */
  readonly quietHours?: InputMaybe<QuietHoursInput>;
};

/** Hours in which nothing is mailed, in the person's zone; may pass midnight. */
export type QuietHoursInput = {
  /** A time of day such as 22:00. */
  readonly from: Scalars['String']['input'];
  /** A time of day such as 07:00. */
  readonly to: Scalars['String']['input'];
};

/** An address. */
export type EmailInput = {
  /** The address. */
  readonly email: Scalars['EmailAddress']['input'];
};

/** A mailed token. */
export type TokenInput = {
  /** The token of the mailed link. */
  readonly token: Scalars['String']['input'];
};

/** The password, again, before what cannot be undone. */
export type DeleteAccountInput = {
  /** The account's password. */
  readonly password: Scalars['String']['input'];
};

/** Who gets which role. */
export type SetRoleInput = {
  /** Whose role. */
  readonly userId: Scalars['ID']['input'];
  /** The new role. */
  readonly role: Role;
};

/** Whom to lock out, and why. */
export type DisableAccountInput = {
  /** Whose account. */
  readonly userId: Scalars['ID']['input'];
  /** Kept in the audit record, 1 to 500 characters. */
  readonly reason: Scalars['String']['input'];
};

/** One person. */
export type UserIdInput = {
  /** Whose account. */
  readonly userId: Scalars['ID']['input'];
};

/** An address that is to be spared, and why. */
export type SuppressEmailInput = {
  /** The address. */
  readonly address: Scalars['EmailAddress']['input'];
  /** e.g. HARD_BOUNCE, COMPLAINT, UNSUBSCRIBED. */
  readonly reason: Scalars['String']['input'];
};

/** A kind of mail that a person no longer wants. */
export type MuteKindInput = {
  /** Whose preferences. */
  readonly userId: Scalars['ID']['input'];
  /** The kind to mute. */
  readonly kind: NotificationKind;
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

export type _Entity = User;



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
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  _Entity: ( StoredUser );
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CacheControlScope: CacheControlScope;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  Duration: ResolverTypeWrapper<Scalars['Duration']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<StoredUser>;
  UserEmail: ResolverTypeWrapper<UserEmail>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserConnection: ResolverTypeWrapper<UserPage>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Preferences: ResolverTypeWrapper<StoredPreferences>;
  QuietHours: ResolverTypeWrapper<QuietHours>;
  Place: ResolverTypeWrapper<Place>;
  Coordinates: ResolverTypeWrapper<Coordinates>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Session: ResolverTypeWrapper<Session>;
  SessionPayload: ResolverTypeWrapper<Omit<SessionPayload, 'user'> & { user: ResolversTypes['User'] }>;
  UserPayload: ResolverTypeWrapper<Omit<UserPayload, 'user'> & { user: ResolversTypes['User'] }>;
  SignOutPayload: ResolverTypeWrapper<SignOutPayload>;
  AcceptedPayload: ResolverTypeWrapper<AcceptedPayload>;
  Role: Role;
  Language: Language;
  NotificationKind: NotificationKind;
  SignUpInput: SignUpInput;
  SignInInput: SignInInput;
  RefreshSessionInput: RefreshSessionInput;
  SignOutInput: SignOutInput;
  ChangePasswordInput: ChangePasswordInput;
  RequestPasswordResetInput: RequestPasswordResetInput;
  ResetPasswordInput: ResetPasswordInput;
  UpdateProfileInput: UpdateProfileInput;
  PlaceInput: PlaceInput;
  CoordinatesInput: CoordinatesInput;
  UpdatePreferencesInput: UpdatePreferencesInput;
  QuietHoursInput: QuietHoursInput;
  EmailInput: EmailInput;
  TokenInput: TokenInput;
  DeleteAccountInput: DeleteAccountInput;
  SetRoleInput: SetRoleInput;
  DisableAccountInput: DisableAccountInput;
  UserIdInput: UserIdInput;
  SuppressEmailInput: SuppressEmailInput;
  MuteKindInput: MuteKindInput;
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
  EmailAddress: Scalars['EmailAddress']['output'];
  Duration: Scalars['Duration']['output'];
  JSON: Scalars['JSON']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Mutation: Record<PropertyKey, never>;
  User: StoredUser;
  UserEmail: UserEmail;
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserConnection: UserPage;
  PageInfo: PageInfo;
  Preferences: StoredPreferences;
  QuietHours: QuietHours;
  Place: Place;
  Coordinates: Coordinates;
  Float: Scalars['Float']['output'];
  Session: Session;
  SessionPayload: Omit<SessionPayload, 'user'> & { user: ResolversParentTypes['User'] };
  UserPayload: Omit<UserPayload, 'user'> & { user: ResolversParentTypes['User'] };
  SignOutPayload: SignOutPayload;
  AcceptedPayload: AcceptedPayload;
  SignUpInput: SignUpInput;
  SignInInput: SignInInput;
  RefreshSessionInput: RefreshSessionInput;
  SignOutInput: SignOutInput;
  ChangePasswordInput: ChangePasswordInput;
  RequestPasswordResetInput: RequestPasswordResetInput;
  ResetPasswordInput: ResetPasswordInput;
  UpdateProfileInput: UpdateProfileInput;
  PlaceInput: PlaceInput;
  CoordinatesInput: CoordinatesInput;
  UpdatePreferencesInput: UpdatePreferencesInput;
  QuietHoursInput: QuietHoursInput;
  EmailInput: EmailInput;
  TokenInput: TokenInput;
  DeleteAccountInput: DeleteAccountInput;
  SetRoleInput: SetRoleInput;
  DisableAccountInput: DisableAccountInput;
  UserIdInput: UserIdInput;
  SuppressEmailInput: SuppressEmailInput;
  MuteKindInput: MuteKindInput;
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

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
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

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  users?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, RequireFields<QueryUsersArgs, 'first'>>;
  _entities?: Resolver<Array<Maybe<ResolversTypes['_Entity']>>, ParentType, ContextType, RequireFields<Query_EntitiesArgs, 'representations'>>;
  _service?: Resolver<ResolversTypes['_Service'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  signUp?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationSignUpArgs, 'input'>>;
  signIn?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationSignInArgs, 'input'>>;
  refreshSession?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'input'>>;
  signOut?: Resolver<ResolversTypes['SignOutPayload'], ParentType, ContextType, RequireFields<MutationSignOutArgs, 'input'>>;
  changePassword?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  requestPasswordReset?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  resetPassword?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationResetPasswordArgs, 'input'>>;
  updateProfile?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
  updatePreferences?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationUpdatePreferencesArgs, 'input'>>;
  requestEmailChange?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationRequestEmailChangeArgs, 'input'>>;
  addEmail?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationAddEmailArgs, 'input'>>;
  resendVerification?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationResendVerificationArgs, 'input'>>;
  confirmEmail?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationConfirmEmailArgs, 'input'>>;
  makeEmailPrimary?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationMakeEmailPrimaryArgs, 'input'>>;
  removeEmail?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationRemoveEmailArgs, 'input'>>;
  deleteAccount?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationDeleteAccountArgs, 'input'>>;
  setRole?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationSetRoleArgs, 'input'>>;
  disableAccount?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationDisableAccountArgs, 'input'>>;
  enableAccount?: Resolver<ResolversTypes['UserPayload'], ParentType, ContextType, RequireFields<MutationEnableAccountArgs, 'input'>>;
  suppressEmail?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationSuppressEmailArgs, 'input'>>;
  muteKind?: Resolver<ResolversTypes['AcceptedPayload'], ParentType, ContextType, RequireFields<MutationMuteKindArgs, 'input'>>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['EmailAddress']>, ParentType, ContextType>;
  emails?: Resolver<Maybe<Array<ResolversTypes['UserEmail']>>, ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['Role']>, ParentType, ContextType>;
  language?: Resolver<Maybe<ResolversTypes['Language']>, ParentType, ContextType>;
  timeZone?: Resolver<Maybe<ResolversTypes['TimeZone']>, ParentType, ContextType>;
  home?: Resolver<Maybe<ResolversTypes['Place']>, ParentType, ContextType>;
  interests?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  preferences?: Resolver<Maybe<ResolversTypes['Preferences']>, ParentType, ContextType>;
  disabledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  accountExport?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  facts?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserEmailResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserEmail'] = ResolversParentTypes['UserEmail']> = {
  address?: Resolver<ResolversTypes['EmailAddress'], ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  primary?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  suppressedReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PreferencesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Preferences'] = ResolversParentTypes['Preferences']> = {
  reminderBefore?: Resolver<Array<ResolversTypes['Duration']>, ParentType, ContextType>;
  mutedKinds?: Resolver<Array<ResolversTypes['NotificationKind']>, ParentType, ContextType>;
  mutedTopics?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  quietHours?: Resolver<Maybe<ResolversTypes['QuietHours']>, ParentType, ContextType>;
};

export type QuietHoursResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuietHours'] = ResolversParentTypes['QuietHours']> = {
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PlaceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Place'] = ResolversParentTypes['Place']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  coordinates?: Resolver<Maybe<ResolversTypes['Coordinates']>, ParentType, ContextType>;
};

export type CoordinatesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Coordinates'] = ResolversParentTypes['Coordinates']> = {
  latitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  longitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionPayload'] = ResolversParentTypes['SessionPayload']> = {
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UserPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserPayload'] = ResolversParentTypes['UserPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type SignOutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignOutPayload'] = ResolversParentTypes['SignOutPayload']> = {
  signedOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AcceptedPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptedPayload'] = ResolversParentTypes['AcceptedPayload']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
  __resolveType: TypeResolveFn<'User', ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  TimeZone?: GraphQLScalarType;
  EmailAddress?: GraphQLScalarType;
  Duration?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserEmail?: UserEmailResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Preferences?: PreferencesResolvers<ContextType>;
  QuietHours?: QuietHoursResolvers<ContextType>;
  Place?: PlaceResolvers<ContextType>;
  Coordinates?: CoordinatesResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionPayload?: SessionPayloadResolvers<ContextType>;
  UserPayload?: UserPayloadResolvers<ContextType>;
  SignOutPayload?: SignOutPayloadResolvers<ContextType>;
  AcceptedPayload?: AcceptedPayloadResolvers<ContextType>;
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
