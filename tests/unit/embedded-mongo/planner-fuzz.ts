/** Hides random documents, indexes and queries: the same question to a collection with indexes and to one without must be answered alike. */
import { Decimal128, Double, Long, ObjectId } from 'bson';
import { orderKey } from '#embedded/mongo/bson/order-key.ts';
import { isDocument, type Document } from '#embedded/mongo/bson/value.ts';
import { embeddedServer, type EmbeddedServer } from './embedded-server.ts';

export type FuzzOutcome = { readonly queries: number; readonly withIndex: number; readonly differences: readonly string[] };

const DOCUMENTS = 300;
const QUERIES_A_ROUND = 200;

/** A repeatable source of numbers from 0 to below 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Generator {
  private readonly random: () => number;
  private readonly ids = Array.from({ length: 5 }, (_, index) => new ObjectId(String(index).padStart(24, '0')));

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<Choice>(choices: readonly Choice[]): Choice {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('nothing to pick from');
    return choice;
  }

  value(isNested = false): unknown {
    const kinds: readonly (() => unknown)[] = [
      () => this.below(6),
      () => this.below(6) - 3.5,
      () => new Double(this.below(6)),
      () => this.pick(['', 'a', 'ab', 'abc', 'b', 'B', 'ünï', 'a\0b', '😀', '\uFFFD']),
      () => null,
      () => this.chance(0.5),
      () => this.pick(this.ids),
      () => new Date(1e12 + this.below(4) * 1e9),
      () => Decimal128.fromString(this.pick(['0.1', '1', '2.5', '-3', 'NaN', '9007199254740993', '1E400'])),
      () => Long.fromString(this.pick(['1', '9007199254740993', '9007199254740992', '-9223372036854775808'])),
      () => Number.NaN,
      () => (isNested ? 1 : Array.from({ length: this.below(3) }, () => this.value(this.chance(0.8)))),
      () => (isNested ? 2 : { x: this.below(3), y: this.value(true) }),
    ];
    return this.pick(kinds)();
  }

  document(id: number): Document {
    const document: Document = { _id: id };
    for (const field of ['a', 'b', 'c']) if (this.chance(0.8)) document[field] = this.value();
    if (this.chance(0.3)) document['c'] = Array.from({ length: this.below(3) }, () => ({ x: this.value(true), y: this.below(3) }));
    if (this.chance(0.5)) document['place'] = { type: 'Point', coordinates: [this.below(8) / 10, this.below(8) / 10] };
    return document;
  }

  path(): string {
    return this.pick(['a', 'b', 'c', 'c.x', 'c.y', 'a.x']);
  }

  condition(): unknown {
    return this.pick<() => unknown>([
      () => this.value(),
      () => ({ $gt: this.value(true) }),
      () => ({ $gte: this.value(true), $lt: this.value(true) }),
      () => ({ $lte: this.value(true), $ne: this.value(true) }),
      () => ({ $in: [this.value(true), this.value(true), /^a/] }),
      () => ({ $in: Array.from({ length: this.below(4) }, () => this.value(true)) }),
      () => ({ $nin: [this.value(true)] }),
      () => ({ $exists: this.chance(0.5) }),
      () => ({ $eq: this.value() }),
      () => ({ $not: { $gt: this.value(true) } }),
      () => ({ $all: Array.from({ length: this.below(3) }, () => this.value(true)) }),
      () => ({ $elemMatch: { $gt: this.value(true), $lt: this.value(true) } }),
      () => ({ $elemMatch: { x: this.value(true), y: { $gte: this.below(3) } } }),
      () => ({ $type: this.pick(['string', 'number', 'array', 'null']) }),
      () => this.pick([/^a/, /^ab?/, /b$/, /^a|b/, /^(?:a)/, /^A/i]),
      () => null,
    ])();
  }

  clause(): Document {
    return { [this.path()]: this.condition() };
  }

  filter(): Document {
    const filter: Document = {};
    for (let count = this.below(3); count >= 0; count--) Object.assign(filter, this.clause());
    if (this.chance(0.2)) filter['$and'] = [this.clause(), this.clause()];
    if (this.chance(0.25)) filter['$or'] = [this.clause(), { ...this.clause(), ...this.clause() }];
    if (this.chance(0.1)) {
      filter['place'] = { $geoWithin: { $centerSphere: [[this.below(8) / 10, this.below(8) / 10], (this.below(5) + 1) / 300] } };
    }
    return filter;
  }

  index(position: number): Document {
    const paths = new Set(Array.from({ length: 1 + this.below(3) }, () => (this.chance(0.1) ? 'place' : this.path())));
    const key = Object.fromEntries([...paths].map((path) => [path, path === 'place' ? '2dsphere' : this.pick([1, -1])]));
    return {
      name: `index${position}`,
      key,
      ...(this.chance(0.2) && { sparse: true }),
      ...(this.chance(0.2) && { partialFilterExpression: this.pick<Document>([{ a: { $exists: true } }, { b: { $gt: 1 } }, { a: { $type: 'string' } }, { b: 2 }]) }),
    };
  }

  sort(): Document {
    if (this.chance(0.4)) return { _id: this.pick([1, -1]) };
    return { [this.path()]: this.pick([1, -1]), ...(this.chance(0.5) && { [this.pick(['a', 'b', 'c.y'])]: this.pick([1, -1]) }), _id: 1 };
  }
}

type Pair = { readonly plain: EmbeddedServer; readonly indexed: EmbeddedServer };

function idsOf(reply: Document): string {
  const cursor = reply['cursor'];
  const batch = isDocument(cursor) && Array.isArray(cursor['firstBatch']) ? cursor['firstBatch'].filter(isDocument) : null;
  return batch ? batch.map(({ _id }) => String(_id)).join(' ') : `refused ${String(reply['code'])}`;
}

function change(generator: Generator, { plain, indexed }: Pair): boolean {
  const changes: readonly (Document | Document[])[] = [
    { $set: { a: generator.value(), b: generator.value() } }, { $unset: { c: 1 } }, { $rename: { b: 'a' } }, { $set: { 'place.note': 1 } }, [{ $set: { b: '$a' } }],
  ];
  const update = { q: generator.filter(), multi: true, u: generator.pick(changes) };
  const removal = { q: { _id: generator.below(DOCUMENTS) }, limit: 1 };
  const [, reply] = [plain, indexed].map(({ run }) => run({ update: 'k', updates: [update] }));
  for (const { run } of [plain, indexed]) run({ delete: 'k', deletes: [removal] });
  return reply?.['writeErrors'] === undefined;
}

/** Asks random questions until so many are asked. */
export function fuzzPlanner(seed: number, count: number): FuzzOutcome {
  const generator = new Generator(seed);
  const differences: string[] = [];
  let [queries, withIndex] = [0, 0];
  while (queries < count) {
    const pair: Pair = { plain: embeddedServer(), indexed: embeddedServer() };
    const documents = Array.from({ length: DOCUMENTS }, (_, id) => generator.document(id));
    for (const { run } of [pair.plain, pair.indexed]) run({ insert: 'k', documents });
    for (let position = 0; position < 4; position++) pair.indexed.run({ createIndexes: 'k', indexes: [generator.index(position)] });
    for (let query = 0; query < QUERIES_A_ROUND && queries < count; query++) {
      // An array that an index cannot hold stops the update there and not here: the two differ from then on.
      if (query % 20 === 19 && !change(generator, pair)) break;
      const limit = generator.chance(0.3) ? 5 : 0;
      const command = { find: 'k', filter: generator.filter(), sort: generator.sort(), limit, skip: generator.chance(0.1) ? 2 : 0, batchSize: 1000 };
      const [expected, found] = [pair.plain, pair.indexed].map(({ run }) => idsOf(run(command)));
      queries++;
      const plan = JSON.stringify(pair.indexed.run({ explain: { find: 'k', filter: command.filter, sort: command.sort }, verbosity: 'queryPlanner' }));
      if (plan.includes('IXSCAN')) withIndex++;
      if (expected === found) continue;
      const indexes = pair.indexed.catalog.all()[0]?.indexes.values() ?? [];
      differences.push(JSON.stringify({ command, expected, found, plan: JSON.parse(plan), indexes: [...indexes].map(({ spec }) => spec.document) }));
    }
    const { valid, errors } = pair.indexed.run({ validate: 'k' });
    if (valid !== true) differences.push(`the indexes do not agree with the documents: ${orderKey(errors)}`);
  }
  return { queries, withIndex, differences };
}
