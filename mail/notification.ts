/** Hides what a notification is: the document that is the truth about one mail, from its wish to its final state. */

/** Why a mail exists; the names are those of the API's `NotificationKind`. */
export type NotificationKind =
  | 'REMINDER' | 'CUSTOM' | 'WELCOME' | 'EMAIL_VERIFICATION' | 'EMAIL_CHANGED' | 'PASSWORD_RESET' | 'EVENT_CHANGED' | 'EVENT_CANCELLED'
  | 'ANNOUNCEMENT' | 'DIGEST' | 'ATTENDANCE_CONFIRMED' | 'ATTENDEE_JOINED' | 'ATTENDANCE_WAITLISTED' | 'ATTENDEE_LEFT';

/** Urgent mail (verification, reset, welcome, an alert to the operators) has a queue and a reserve of its own. */
export type Lane = 'urgent' | 'ordinary';

/** What is stored. SCHEDULED and WAITING of the API are both PENDING here: they differ only by `now` (see `statusAt`). */
export type NotificationState = 'PENDING' | 'SENDING' | 'SENT' | 'FAILED' | 'EXPIRED' | 'WITHDRAWN' | 'UNCERTAIN';

/** What the API shows. */
export type NotificationStatus = Exclude<NotificationState, 'PENDING'> | 'SCHEDULED' | 'WAITING';

export type DeliveryOutcome = 'STARTED' | 'ACCEPTED' | 'TRANSIENT_FAILURE' | 'PERMANENT_FAILURE' | 'UNCERTAIN';

/** One try at sending, recorded before the provider is called and completed after it answered. */
export type DeliveryAttempt = {
  readonly at: Date;
  readonly outcome: DeliveryOutcome;
  readonly provider: string | null;
  readonly detail: string | null;
};

/** A reminder that follows its event: `before` is an ISO 8601 duration before the event's start. */
export type Anchor = { readonly before: string };

/** What the policy of mail (priority, quota, forecast, digest) needs to know of a mail; times are epoch milliseconds. */
export type PendingMail = {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly lane: Lane;
  /** Whom it is for, as one key for fair shares and digests: the person's id, else the address. */
  readonly recipient: string;
  /** Due from here on. */
  readonly dueAt: number;
  /** Of no use after this. */
  readonly deadline: number;
};

/** The stored document. `_id` is a UUID v7. */
export type Notification = {
  readonly _id: string;
  /** Raised by every change; the queue's job id is `<_id>.<revision>`. */
  readonly revision: number;
  readonly kind: NotificationKind;
  readonly lane: Lane;
  readonly recipientId: string | null;
  readonly toEmail: string;
  readonly subject: string;
  readonly content: string;
  /** What the template needs beyond subject and content; secrets in it are erased in every final state. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly eventId: string | null;
  readonly anchor: Anchor | null;
  /** Unique where given: the same cause never makes a second notification. */
  readonly cause: string | null;
  readonly scheduledAt: Date;
  readonly deadline: Date;
  readonly state: NotificationState;
  readonly stateReason: string | null;
  readonly attempts: readonly DeliveryAttempt[];
  readonly sentAt: Date | null;
  /** The digest that carries it or did. While that waits it stays PENDING and whoever changes it takes it out; SENDING once the digest is on its way. */
  readonly digestId: string | null;
  readonly requestId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

const URGENT_KINDS: ReadonlySet<NotificationKind> = new Set(['WELCOME', 'EMAIL_VERIFICATION', 'PASSWORD_RESET']);

/** About the account itself: neither muted, moved nor unsubscribed from, and may go to an address not (or no longer) verified. */
const ACCOUNT_KINDS: ReadonlySet<NotificationKind> = new Set(['WELCOME', 'EMAIL_VERIFICATION', 'EMAIL_CHANGED', 'PASSWORD_RESET']);

/** Whether a mail of this kind is about the account itself. */
export function isAccountMail(kind: NotificationKind): boolean {
  return ACCOUNT_KINDS.has(kind);
}

/** The lane of a kind. */
export function laneOf(kind: NotificationKind): Lane {
  return URGENT_KINDS.has(kind) ? 'urgent' : 'ordinary';
}

/** Whether nothing more happens to a notification in this state without an operator. */
export function isFinal(state: NotificationState): boolean {
  return state !== 'PENDING' && state !== 'SENDING';
}

/** The API's status: a pending mail WAITS for quota once it is due or a digest carries it, and is SCHEDULED before. */
export function statusAt(notification: Pick<Notification, 'state' | 'scheduledAt' | 'digestId'>, now: Date): NotificationStatus {
  if (notification.state !== 'PENDING') return notification.state;
  return notification.scheduledAt <= now || notification.digestId !== null ? 'WAITING' : 'SCHEDULED';
}
