/** Hides how aggregation stages reach the database: the library knows only a function from a collection's name to its documents. */
import type { CollectionResolver, Options } from 'mingo/types';
import type { Document } from '../bson/value.ts';
import type { Folding } from '../query/collation.ts';

export type Environment = {
  /** Documents of another collection that match a filter, with plain numbers and free to be changed. */
  readonly find: (collection: string, filter: Document) => Document[];
  readonly variables: Document;
  readonly folding: Folding | null;
};

const environments = new WeakMap<CollectionResolver, Environment>();

export function resolverOf(environment: Environment): CollectionResolver {
  const resolver: CollectionResolver = (name) => environment.find(name, {});
  environments.set(resolver, environment);
  return resolver;
}

/** The environment a running stage belongs to. */
export function environmentOf({ collectionResolver }: Options): Environment {
  const environment = collectionResolver && environments.get(collectionResolver);
  if (!environment) throw new Error('an aggregation stage runs without its environment');
  return environment;
}
