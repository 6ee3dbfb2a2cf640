/** Hides nothing but agreement: the domain events that contexts exchange, and the facts each carries. All times are ISO 8601 strings in Z. */

export type Language = 'EN' | 'ES' | 'PT';

/** What whoever schedules mail must know of a person. */
export type UserFacts = {
  readonly displayName: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly emails: readonly {
    readonly address: string;
    readonly verified: boolean;
    readonly primary: boolean;
    /** Why nothing but security mail goes there (unsubscribed, hard bounce, complaint), or null. */
    readonly suppressedReason: string | null;
  }[];
  readonly preferences: {
    /** ISO 8601 durations. */
    readonly reminderBefore: readonly string[];
    /** Names of NotificationKind. */
    readonly mutedKinds: readonly string[];
    readonly mutedTopics: readonly string[];
    /** Times of day such as `22:00`, in the person's zone. */
    readonly quietHours: { readonly from: string; readonly to: string } | null;
  };
  readonly disabled: boolean;
};

export type PlaceFacts = {
  readonly name: string;
  readonly address: string | null;
  readonly coordinates: { readonly latitude: number; readonly longitude: number } | null;
};

/** What whoever schedules mail must know of an event. */
export type EventFacts = {
  readonly title: string;
  readonly description: string;
  readonly topics: readonly string[];
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly timeZone: string;
  readonly place: PlaceFacts;
  readonly status: 'SCHEDULED' | 'CANCELLED';
  readonly cancelReason: string | null;
  readonly organizerId: string;
};

/** A mail about an account itself; its token, if any, is the secret that the mail exists to carry. */
export type AccountMailFacts = {
  readonly kind: 'WELCOME' | 'EMAIL_VERIFICATION' | 'EMAIL_CHANGED' | 'PASSWORD_RESET';
  readonly userId: string;
  readonly toEmail: string;
  readonly displayName: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly token: string | null;
  /** The new address, where the mail tells an old one of it. */
  readonly newEmail: string | null;
  /** After this the mail is of no use (the token has lapsed). */
  readonly expiresAt: string;
};

type Versioned<Type extends string, Facts> = {
  readonly type: Type;
  /** The id of what changed: a user, an event, `<eventId>.<userId>` for likes and attendances, an announcement, a mail. */
  readonly id: string;
  /** Only ever rises for one id; consumers ignore what is not newer than what they hold. */
  readonly version: number;
  readonly requestId: string | null;
  readonly facts: Facts;
};

export type DomainEvent =
  | Versioned<'user.changed', UserFacts>
  | Versioned<'user.deleted', null>
  | Versioned<'account-mail.requested', AccountMailFacts>
  | Versioned<'event.changed', EventFacts>
  | Versioned<'event.deleted', EventFacts>
  | Versioned<'like.changed', { readonly eventId: string; readonly userId: string; readonly liked: boolean }>
  | Versioned<'attendance.changed', { readonly eventId: string; readonly userId: string; readonly attendance: 'GOING' | 'WAITLISTED' | 'LEFT' }>
  | Versioned<'announcement.created', { readonly eventId: string; readonly organizerId: string; readonly subject: string; readonly content: string }>;

export type DomainEventType = DomainEvent['type'];
