/** Hides what events add to a person. */
import { discover } from './discover.ts';
import type { UserResolvers } from '../schema.types.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ __typename: 'User', id }),
  organizedEvents: (...[{ id }, args, context, info]) => discover({ ...args, orderBy: 'START_TIME', filter: { organizerId: id } }, context, info),
  eventsExport: ({ id }, _args, { people }) => people.export(id),
  calendarFeedUrl: async ({ id }, _args, { people, publicUrl, signLink }) =>
    `${publicUrl}/calendar/${await signLink({ purpose: 'calendar', userId: id, secret: await people.feedSecret(id) })}.ics`,
};
