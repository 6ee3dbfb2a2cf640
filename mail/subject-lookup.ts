/** Hides where knowledge of an event or a person comes from: the read model, and on a miss its owner, asked once with a service identity. */
import { z } from 'zod';
import { NOBODY } from '#platform/identity.ts';
import type { SubgraphClient } from '#platform/subgraph-request.ts';
import type { EventFacts, Known, RecipientFacts } from './read-model.ts';
import { eventSchema, recipientSchema } from './subject-schema.ts';
import type { ReadModelStore, Subjects } from './read-model-store.ts';

/** What is known of one kind of subject. `deleted` also where its owner knows none of that id. */
export type Lookup<Facts> = {
  /** From the read model; on a miss from the owner. Rejects where the owner must be asked and does not answer. */
  readonly get: (id: string) => Promise<Known<Facts>>;
  /** The same for many, with one question for all misses. */
  readonly getMany: (ids: readonly string[]) => Promise<ReadonlyMap<string, Known<Facts>>>;
  /** Asks the owner whatever the read model says, before something is refused on its strength; where the owner does not answer, the read model does. */
  readonly getFresh: (id: string) => Promise<Known<Facts>>;
};

export type SubjectLookup = { readonly events: Lookup<EventFacts>; readonly recipients: Lookup<RecipientFacts> };

type SubjectLookupOptions = {
  readonly readModel: ReadModelStore;
  readonly askEvents: SubgraphClient;
  readonly askUsers: SubgraphClient;
  /** As what the owners know the caller. */
  readonly service: string;
};

export function createSubjectLookup({ readModel, askEvents, askUsers, service }: SubjectLookupOptions): SubjectLookup {
  return {
    events: createLookup({ subjects: readModel.events, ask: askEvents, type: 'Event', schema: eventSchema, service }),
    recipients: createLookup({ subjects: readModel.recipients, ask: askUsers, type: 'User', schema: recipientSchema, service }),
  };
}

type LookupOptions<Facts> = {
  readonly subjects: Subjects<Facts>;
  readonly ask: SubgraphClient;
  readonly type: 'Event' | 'User';
  readonly schema: z.ZodType<Facts>;
  readonly service: string;
};

function createLookup<Facts>({ subjects, ask, type, schema, service }: LookupOptions<Facts>): Lookup<Facts> {
  const query = `query Facts($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { id facts } } }`;
  const answer = z.object({ _entities: z.array(z.object({ id: z.string(), facts: z.looseObject({ version: z.number() }) }).nullable()) });

  /** Learns what the owner knows; answers which ids it knows. */
  const askOwner = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const representations = ids.map((id) => ({ __typename: type, id }));
    const { _entities: entities } = answer.parse(await ask({ query, variables: { representations }, identity: { ...NOBODY, service } }));
    const known = entities.filter((entity) => entity !== null);
    await Promise.all(known.map(({ id, facts }) => subjects.learn({ id, version: facts.version, facts: schema.parse(facts) })));
    return new Set(known.map(({ id }) => id));
  };
  const getMany = async (ids: readonly string[]): Promise<ReadonlyMap<string, Known<Facts>>> => {
    const known = await subjects.getMany(ids);
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    if (missing.length === 0) return known;
    await askOwner(missing).catch((cause: unknown) => {
      throw new Error(`the owner of ${type} did not answer`, { cause });
    });
    const learned = await subjects.getMany(missing);
    const absent = missing.filter((id) => !learned.has(id)).map((id) => [id, { state: 'deleted' }] as const);
    return new Map<string, Known<Facts>>([...known, ...learned, ...absent]);
  };

  return {
    get: async (id) => (await getMany([id])).get(id) ?? { state: 'unknown' },
    getMany,
    getFresh: async (id) => {
      const known = await askOwner([id]).catch(() => null);
      return known === null || known.has(id) ? subjects.get(id) : { state: 'deleted' };
    },
  };
}
