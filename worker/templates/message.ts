/** Hides what a mail says before it has a form: the parts that every template fills, in whatever language. */
import type { NotificationKind } from '#mail/notification.ts';

export type Action = { readonly label: string; readonly url: string };

/** One event as a reader sees it, already in their zone and language. */
export type EventCard = {
  readonly title: string;
  readonly when: string;
  readonly where: string;
  /** e.g. why it was cancelled. */
  readonly note: string | null;
};

/** What a kind's template may draw on. */
export type MessageData = {
  readonly name: string | null;
  /** The event's card, or an empty one where the event is gone. */
  readonly event: EventCard;
  /** What a person wrote: of a custom notification or an announcement. */
  readonly subject: string;
  readonly content: string;
  readonly newEmail: string;
  /** How many reminders a digest holds. */
  readonly count: number;
};

export type Message = {
  readonly subject: string;
  /** The line that mail clients show beside the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** The label of the one button, where the kind has one. */
  readonly action?: string;
};

export type Language = {
  /** BCP 47 tag. */
  readonly tag: string;
  readonly kinds: Readonly<Record<NotificationKind, (data: MessageData) => Message>>;
  readonly words: {
    readonly addToCalendar: string;
    readonly snooze: string;
    readonly unsubscribe: string;
    readonly preferences: string;
    readonly wasCancelled: string;
    readonly placeToBeAnnounced: string;
    /** Why the reader got a mail about events, and why one about the account. */
    readonly reason: string;
    readonly accountReason: string;
  };
};
