/** Hides nothing: the resolvers of the events subgraph, by type. */
import { Event } from './resolvers/event.ts';
import { Mutation } from './resolvers/mutation.ts';
import { Query } from './resolvers/query.ts';
import { User } from './resolvers/user.ts';
import type { Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = { Query, Mutation, Event, User };
