/** Hides how recommendations become a connection of events. */
import { connectionOf, pageOf } from '#platform/pagination.ts';
import type { Context } from '../context.ts';
import type { QueryRecommendedEventsArgs } from '../schema.types.ts';

/** A page of what the viewer may like. */
export async function recommend(args: QueryRecommendedEventsArgs, context: Context) {
  const page = pageOf(args, 3);
  const { edges, pageInfo } = connectionOf(await context.recommendations.find(context.identity.viewer, page), page, ({ key }) => key);
  return { edges: edges.map(({ node, cursor }) => ({ node: node.event, cursor, reason: node.reason })), pageInfo, totalCount: null };
}
