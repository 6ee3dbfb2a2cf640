/** Hides nothing but the table: who may have each field and mutation of the public API. A field without a line here fails the permission matrix. */

/** What holds for a caller: the answer, a refusal with that code, or as if there were no such thing. */
export type Outcome = 'allowed' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'hidden';

/** Everybody whose token holds, or who has none. `owner` is the person asked about and the recipient of the notification. */
export type CallerName = 'nobody' | 'unverified' | 'other' | 'owner' | 'attendee' | 'organizer' | 'admin';

export const CALLERS: readonly CallerName[] = ['nobody', 'unverified', 'other', 'owner', 'attendee', 'organizer', 'admin'];

type Rule = Readonly<Record<CallerName, Outcome>>;

const everyone = (outcome: Outcome): Rule => ({ nobody: outcome, unverified: outcome, other: outcome, owner: outcome, attendee: outcome, organizer: outcome, admin: outcome });
const only = (names: readonly CallerName[], otherwise: Outcome = 'FORBIDDEN'): Rule => ({
  ...everyone(otherwise),
  nobody: 'UNAUTHENTICATED',
  ...Object.fromEntries(names.map((name) => [name, 'allowed' as const])),
});

/** The rules by name. */
export const RULES = {
  anybody: everyone('allowed'),
  somebody: only(CALLERS.slice(1)),
  'somebody verified': only(CALLERS.slice(2)),
  'the person or an admin': only(['owner', 'admin']),
  'the organiser or an admin': only(['organizer', 'admin']),
  'the recipient or an admin': only(['owner', 'admin'], 'hidden'),
  'an admin': only(['admin']),
  /** Part of an answer that another rule has let through. */
  'whoever reached it': everyone('allowed'),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof RULES;

/** `Type.field`, or `Type.*` for every field of a type that has no line of its own. */
export const PERMISSIONS: Readonly<Record<string, RuleName>> = {
  'Query.me': 'anybody',
  'Query.user': 'anybody',
  'Query.users': 'an admin',
  'Query.event': 'anybody',
  'Query.events': 'anybody',
  'Query.topics': 'anybody',
  'Query.recommendedEvents': 'somebody',
  'Query.notification': 'the recipient or an admin',
  'Query.notifications': 'somebody',
  'Query.mailQueue': 'an admin',
  'Query.mailActions': 'an admin',

  'Mutation.signUp': 'anybody',
  'Mutation.signIn': 'anybody',
  'Mutation.refreshSession': 'anybody',
  'Mutation.signOut': 'anybody',
  'Mutation.requestPasswordReset': 'anybody',
  'Mutation.resetPassword': 'anybody',
  'Mutation.resendVerification': 'anybody',
  'Mutation.confirmEmail': 'anybody',
  'Mutation.changePassword': 'somebody',
  'Mutation.updateProfile': 'somebody',
  'Mutation.updatePreferences': 'somebody',
  'Mutation.makeEmailPrimary': 'somebody',
  'Mutation.removeEmail': 'somebody',
  'Mutation.deleteAccount': 'somebody',
  'Mutation.requestEmailChange': 'somebody verified',
  'Mutation.addEmail': 'somebody verified',
  'Mutation.setRole': 'an admin',
  'Mutation.disableAccount': 'an admin',
  'Mutation.enableAccount': 'an admin',

  'Mutation.createEvent': 'somebody verified',
  'Mutation.updateEvent': 'the organiser or an admin',
  'Mutation.cancelEvent': 'the organiser or an admin',
  'Mutation.deleteEvent': 'the organiser or an admin',
  'Mutation.announce': 'the organiser or an admin',
  'Mutation.likeEvent': 'somebody',
  'Mutation.unlikeEvent': 'somebody',
  'Mutation.attendEvent': 'somebody verified',
  'Mutation.leaveEvent': 'somebody',
  'Mutation.renewCalendarFeed': 'somebody',

  'Mutation.createNotification': 'somebody verified',
  'Mutation.scheduleReminder': 'somebody verified',
  'Mutation.rescheduleNotification': 'the recipient or an admin',
  'Mutation.snoozeNotification': 'the recipient or an admin',
  'Mutation.changeNotificationEmail': 'the recipient or an admin',
  'Mutation.deleteNotification': 'the recipient or an admin',
  'Mutation.retryNotification': 'an admin',
  'Mutation.retryFailedNotifications': 'an admin',
  'Mutation.pauseMail': 'an admin',
  'Mutation.resumeMail': 'an admin',
  'Mutation.setMailQuota': 'an admin',

  'User.id': 'anybody',
  'User.displayName': 'anybody',
  'User.createdAt': 'anybody',
  'User.organizedEvents': 'anybody',
  'User.email': 'the person or an admin',
  'User.emails': 'the person or an admin',
  'User.role': 'the person or an admin',
  'User.language': 'the person or an admin',
  'User.timeZone': 'the person or an admin',
  'User.home': 'the person or an admin',
  'User.interests': 'the person or an admin',
  'User.preferences': 'the person or an admin',
  'User.disabledAt': 'the person or an admin',
  'User.accountExport': 'the person or an admin',
  'User.eventsExport': 'the person or an admin',
  'User.notificationsExport': 'the person or an admin',
  'User.calendarFeedUrl': 'the person or an admin',

  'Event.*': 'anybody',
  'Event.attendees': 'the organiser or an admin',

  'Notification.*': 'the recipient or an admin',
  'MailQueue.*': 'an admin',
  'MailAction.*': 'an admin',

  'UserEmail.*': 'whoever reached it',
  'UserEdge.*': 'whoever reached it',
  'UserConnection.*': 'whoever reached it',
  'Preferences.*': 'whoever reached it',
  'QuietHours.*': 'whoever reached it',
  'Session.*': 'whoever reached it',
  'PageInfo.*': 'whoever reached it',
  'Coordinates.*': 'whoever reached it',
  'Place.*': 'whoever reached it',
  'EventEdge.*': 'whoever reached it',
  'EventConnection.*': 'whoever reached it',
  'Topic.*': 'whoever reached it',
  'DeliveryAttempt.*': 'whoever reached it',
  'Forecast.*': 'whoever reached it',
  'NotificationEdge.*': 'whoever reached it',
  'NotificationConnection.*': 'whoever reached it',
  'QuotaWindow.*': 'whoever reached it',
  'SessionPayload.*': 'whoever reached it',
  'UserPayload.*': 'whoever reached it',
  'SignOutPayload.*': 'whoever reached it',
  'AcceptedPayload.*': 'whoever reached it',
  'EventPayload.*': 'whoever reached it',
  'DeletePayload.*': 'whoever reached it',
  'NotificationPayload.*': 'whoever reached it',
  'MailQueuePayload.*': 'whoever reached it',
  'RetryPayload.*': 'whoever reached it',
};

/** The rule of a field, undefined where none is stated. */
export function ruleOf(type: string, field: string): RuleName | undefined {
  return PERMISSIONS[`${type}.${field}`] ?? PERMISSIONS[`${type}.*`];
}
