/** Hides where a mail's calendar file gets the event's version from: SEQUENCE must rise as the event changes. */
import type { DeliverOptions } from './deliver.ts';
import { invitationOf } from './templates/invitation.ts';

type InvitationsOptions = { readonly versionOf: (eventId: string) => Promise<number>; readonly publicUrl: string };

/** Attaches the event's calendar file to mails that are about a known event. */
export function createInvitations({ versionOf, publicUrl }: InvitationsOptions): DeliverOptions['attach'] {
  return async ({ notification, event }) => {
    if (notification.eventId === null || event.state !== 'known') return [];
    const invitation = invitationOf({ notification, event: event.facts, version: await versionOf(notification.eventId), publicUrl });
    return invitation === null ? [] : [invitation];
  };
}
