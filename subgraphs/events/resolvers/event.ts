/** Hides how an event shows itself to others: references, what concerns the viewer, who attends. */
import { isId } from '#platform/ids.ts';
import { connectionOf, pageOf } from '#platform/pagination.ts';
import { factsOf } from '../event-document.ts';
import { ATTENDEE_KEY_LENGTH } from '../people-store.ts';
import type { EventResolvers } from '../schema.types.ts';

export const Event: EventResolvers = {
  __resolveReference: ({ id }, { loaders }) => (isId(id) ? loaders.event.load(id) : null),
  organizer: ({ organizerId }) => (organizerId === null ? null : { __typename: 'User', id: organizerId }),
  viewerHasLiked: ({ id }, _args, { identity, loaders }) => (identity.viewer === null ? null : loaders.viewerLike.load(id)),
  viewerAttendance: ({ id }, _args, { loaders }) => loaders.viewerAttendance.load(id),
  attendees: async ({ id: eventId, attendeeCount }, args, { loaders }) => {
    const page = pageOf(args, ATTENDEE_KEY_LENGTH);
    const found = page.limit === 0 ? [] : await loaders.attendees.load({ eventId, page });
    const { edges, pageInfo } = connectionOf(found, page, ({ position }) => [position]);
    return { edges: edges.map(({ node, cursor }) => ({ node: { __typename: 'User' as const, id: node.userId }, cursor })), pageInfo, totalCount: attendeeCount };
  },
  icsUrl: ({ id }, _args, { publicUrl }) => `${publicUrl}/events/${id}.ics`,
  ics: (event, _args, { calendars }) => calendars.file(event),
  facts: (event) => ({ version: event.version, ...factsOf(event) }),
};
