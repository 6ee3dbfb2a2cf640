/** Hides how questions about events are answered. */
import { badInput } from '#platform/errors.ts';
import { demandId, isId } from '#platform/ids.ts';
import type { QueryResolvers } from '../schema.types.ts';
import { discover } from './discover.ts';
import { recommend } from './recommend.ts';

const MAX_TOPICS = 100;

export const Query: QueryResolvers = {
  event: (_parent, { id }, { loaders }) => loaders.event.load(eventId(id)),
  events: (...[_parent, args, context, info]) => discover({ ...args, filter: args.filter ?? {} }, context, info),
  recommendedEvents: (_parent, args, context) => recommend(args, context),
  topics: async (_parent, { first }, { topicCounts }) => {
    if (first < 0 || first > MAX_TOPICS) throw badInput('first', `first must be between 0 and ${MAX_TOPICS}.`);
    return (await topicCounts.list()).slice(0, first);
  },
  calendarFeed: async (_parent, { userId, secret }, { calendars }) => (isId(userId) ? calendars.feed(userId, secret) : null),
};

/** An id that could name an event; any other names none. */
export function eventId(id: string): string {
  return demandId(id, 'event');
}
