/** Hides what events add to a person. */
import type { UserResolvers } from '../schema.types.ts';
import { listOrganized } from './organized.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ __typename: 'User', id }),
  organizedEvents: ({ id }, args, context) => listOrganized(id, args, context),
  eventsExport: ({ id }, _args, { people }) => people.export(id),
  calendarFeedUrl: async ({ id }, _args, { people, publicUrl, signLink }) =>
    `${publicUrl}/calendar/${await signLink({ purpose: 'calendar', userId: id, secret: await people.feedSecret(id) })}.ics`,
};
