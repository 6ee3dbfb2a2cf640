/** Hides how what people organise becomes connections: two queries for any number of people. */
import { connectionOf, pageOf } from '#platform/pagination.ts';
import type { Context } from '../context.ts';
import type { UserOrganizedEventsArgs } from '../schema.types.ts';

/** A page of what a person organises that is still to start, the next to start first. */
export async function listOrganized(organizerId: string, args: UserOrganizedEventsArgs, { loaders }: Context) {
  const page = pageOf(args, 2);
  const upcoming = await loaders.upcoming.load(organizerId);
  const [afterStart, afterId] = page.after ?? [];
  const rest = afterStart instanceof Date ? upcoming.filter(({ startsAt, id }) => startsAt > afterStart || (startsAt.getTime() === afterStart.getTime() && id > String(afterId))) : upcoming;
  const { edges, pageInfo } = connectionOf(rest.slice(0, page.limit + 1), page, ({ startsAt, id }) => [startsAt, id]);
  const events = await Promise.all(edges.map(({ node }) => loaders.event.load(node.id)));
  return {
    edges: edges.flatMap(({ cursor }, index) => {
      const event = events[index];
      return event === undefined || event === null ? [] : [{ node: event, cursor, reason: null }];
    }),
    pageInfo,
    totalCount: upcoming.length,
  };
}
