/** Hides where the links in a mail lead: the page behind its button, and the signed ones that snooze, unsubscribe or open the preferences. */
import { isAccountMail } from '#mail/notification.ts';
import type { Notification } from '#mail/notification.ts';
import type { LinkSigner } from '#platform/signed-link.ts';
import { isForCalendar } from './invitation.ts';
import type { Action, Language } from './message.ts';

export type Links = {
  /** Where the mail's one button leads. */
  readonly target: (notification: Notification) => string | null;
  readonly below: (notification: Notification, words: Language['words']) => Promise<readonly Action[]>;
  readonly footer: (notification: Notification, words: Language['words']) => Promise<readonly Action[]>;
  /** List-Unsubscribe and List-Unsubscribe-Post (RFC 8058), where the kind can be unsubscribed from. */
  readonly headers: (notification: Notification) => Promise<Readonly<Record<string, string>>>;
};

/** Links below `publicUrl`, the router's address. */
export function linksOf(publicUrl: string, sign: LinkSigner): Links {
  const page = (path: string, token: string) => `${new URL(path, publicUrl).href}?token=${encodeURIComponent(token)}`;
  const unsubscribe = async ({ recipientId, toEmail, kind }: Notification) =>
    recipientId === null || isAccountMail(kind) ? null : page('/unsubscribe', await sign({ purpose: 'unsubscribe', userId: recipientId, address: toEmail, kind }));

  return {
    target: ({ kind, eventId, variables }) => {
      const token = textOf(variables['token']);
      if (kind === 'EMAIL_VERIFICATION' && token !== null) return page('/confirm-email', token);
      if (kind === 'PASSWORD_RESET' && token !== null) return page('/reset-password', token);
      return eventId !== null && isForCalendar(kind) ? new URL(`/events/${eventId}.ics`, publicUrl).href : null;
    },
    below: async ({ kind, recipientId, _id }, words) => {
      if (kind !== 'REMINDER' || recipientId === null) return [];
      return [{ label: words.snooze, url: page('/snooze', await sign({ purpose: 'snooze', userId: recipientId, notificationId: _id })) }];
    },
    footer: async (notification, words) => {
      if (notification.recipientId === null) return [];
      const url = await unsubscribe(notification);
      const preferences = { label: words.preferences, url: page('/preferences', await sign({ purpose: 'preferences', userId: notification.recipientId })) };
      return url === null ? [preferences] : [{ label: words.unsubscribe, url }, preferences];
    },
    headers: async (notification): Promise<Record<string, string>> => {
      const url = await unsubscribe(notification);
      return url === null ? {} : { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
    },
  };
}

/** A template variable as text; null where it is absent. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
