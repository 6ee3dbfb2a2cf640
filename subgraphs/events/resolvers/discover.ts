/** Hides how a search of the API becomes a connection of events. */
import type { GraphQLResolveInfo } from 'graphql';
import { badInput } from '#platform/errors.ts';
import { connectionOf, pageOf } from '#platform/pagination.ts';
import type { Page } from '#platform/pagination.ts';
import type { Context } from '../context.ts';
import type { Ids } from '../discovery.ts';
import { KEY_LENGTHS } from '../discovery-store.ts';
import type { SearchOrder } from '../discovery-store.ts';
import type { EventsFilter, QueryEventsArgs } from '../schema.types.ts';
import { parseSearch, readsViewer } from '../search.ts';
import type { Search } from '../search.ts';
import { isArgumentGiven, isFieldAsked, keepPrivate } from './selection.ts';

type DiscoverArguments = Pick<QueryEventsArgs, 'first' | 'after' | 'orderBy'> & { readonly filter: EventsFilter };

/** A page of the events that match. */
export async function discover(args: DiscoverArguments, context: Context, info: GraphQLResolveInfo) {
  if (readsViewer(args.filter)) keepPrivate(info);
  const search = parseSearch(args.filter, context.identity.viewer, context.now());
  const order = orderOf(args, search, isArgumentGiven(info, 'orderBy'));
  const page = pageIn(order, args);
  const ids = await idsOf(search, context);
  const [found, totalCount] = await Promise.all([
    page.limit === 0 ? [] : context.discovery.find(search, { order, page, ids }),
    isFieldAsked(info, 'totalCount') ? context.discovery.count(search, ids) : null,
  ]);
  const { edges, pageInfo } = connectionOf(found, page, ({ key }) => [order, ...key]);
  return { edges: edges.map(({ node, cursor }) => ({ node: node.event, cursor, reason: null })), pageInfo, totalCount };
}

/** A cursor names its order: in another it would point nowhere. */
function pageIn(order: SearchOrder, args: DiscoverArguments): Page {
  const { limit, after } = pageOf(args, 1 + KEY_LENGTHS[order]);
  const [cursorOrder, ...key] = after ?? [order];
  if (cursorOrder !== order) throw badInput('after', `after is a cursor of another order than ${order}.`);
  return { limit, after: after === null ? null : key };
}

function orderOf({ orderBy }: DiscoverArguments, search: Search, isChosen: boolean): SearchOrder {
  const order = orderBy ?? 'START_TIME';
  if (search.words.length > 0 && !isChosen) return 'RELEVANCE';
  if (order === 'DISTANCE' && search.circles.length === 0) throw badInput('orderBy', 'DISTANCE needs near or nearHomeKm.');
  if (order === 'RELEVANCE' && search.words.length === 0) throw badInput('orderBy', 'RELEVANCE needs text.');
  return order;
}

/** What the viewer likes and attends, as far as the search asks for it. */
async function idsOf({ likedByMe, attendedByMe }: Search, { identity, people }: Context): Promise<Ids> {
  const { viewer } = identity;
  if (viewer === null) return { only: null, except: [] };
  const [liked, attended] = await Promise.all([
    likedByMe === null ? [] : people.likedEventIds(viewer.id),
    attendedByMe === null ? [] : people.attendedEventIds(viewer.id),
  ]);
  const required = [...(likedByMe === true ? [liked] : []), ...(attendedByMe === true ? [attended] : [])];
  const [first, second] = required;
  return {
    only: first === undefined ? null : second === undefined ? first : [...new Set(first).intersection(new Set(second))],
    except: [...(likedByMe === false ? liked : []), ...(attendedByMe === false ? attended : [])],
  };
}
