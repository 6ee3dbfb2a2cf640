/** Hides the aggregate command: what of a pipeline the planner can serve, what the stages do with it, and where it is written. */
import { readPipeline, runStages } from '../aggregate/engine.ts';
import { writeDocument } from '../bson/reader.ts';
import { toNumber } from '../bson/number.ts';
import { firstKey, isDocument, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { find, scoreFor, type Query } from '../plan/find.ts';
import { nearIn } from '../plan/planner.ts';
import type { Collection } from '../store/collection.ts';
import { readGeoNear, type GeoNear } from './geo-near.ts';
import { outputOf, writeOutput } from './output.ts';
import { queryOf, scopeOf, type Scope } from './query-scope.ts';
import { readSort } from '../query/sort.ts';
import { countField, documentField, type Command, type Request, type Server } from './request.ts';

/** The part of a pipeline that is one query, and the stages after it. */
export type Head = { readonly query: Query; readonly geoNear: GeoNear | null; readonly stages: readonly Document[] };

/** Splits a pipeline: leading `$match`, `$sort`, `$skip` and `$limit`, or `$geoNear`, become the query. */
export function splitPipeline(pipeline: readonly Document[], scope: Scope, target: { collection: Collection | undefined; hint: unknown }): Head {
  const [first] = pipeline;
  if (first && '$geoNear' in first) {
    const geoNear = readGeoNear(documentField(first, '$geoNear'), target.collection);
    const limit = pipeline[1] && '$limit' in pipeline[1] ? toNumber(pipeline[1]['$limit']) : 0;
    return { query: queryOf({ filter: geoNear.filter, limit }, scope, target.collection), geoNear, stages: pipeline.slice(1) };
  }
  let at = 0;
  const next = (name: string): unknown => {
    const value = pipeline[at]?.[name];
    if (value !== undefined) at++;
    return value;
  };
  const filter = isDocument(first?.['$match']) ? documentField({ filter: next('$match') }, 'filter') : {};
  if (nearIn(filter)) throw new CommandError(5626500, '$geoNear, $near, and $nearSphere are not allowed in this context, as these operators require sorting geospatial data.');
  const sortStage = pipeline[at]?.['$sort'];
  const sort = isDocument(sortStage) && firstKey(sortStage) !== undefined ? readSort(next('$sort')) : null;
  const skip = positive('$skip', next('$skip'), 0);
  const limit = positive('$limit', next('$limit'), 1);
  return { query: queryOf({ filter, sort, skip, limit, hint: target.hint }, scope, target.collection), geoNear: null, stages: pipeline.slice(at) };
}

function positive(stage: string, value: unknown, least: number): number {
  if (value === undefined) return 0;
  const number = toNumber(value);
  if (!(Number.isSafeInteger(number) && number >= least)) throw new CommandError(stage === '$limit' ? 15958 : 5107200, `invalid argument to ${stage} stage`);
  return number;
}

/** Where the score of a text search travels with its document through the stages. */
const SCORE_FIELD = '\u0001textScore';

/** The documents a query hands to the stages, free to be changed. */
function documentsFor(collection: Collection, { query, geoNear }: Head): Document[] {
  const scoreOf = '$text' in query.filter ? scoreFor(collection, query.filter) : null;
  return find(collection, query).records.map((record) => {
    const document = collection.freshDocument(record, 'plain');
    if (scoreOf) document[SCORE_FIELD] = scoreOf(document);
    geoNear?.annotate(document);
    return document;
  });
}

/** Reads `{ $meta: 'textScore' }` from where the score travels. */
function withScores(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withScores);
  if (!isDocument(value)) return value;
  if (value['$meta'] === 'textScore') return `$${SCORE_FIELD}`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === '$sort' ? scoreSort(item) : withScores(item)]));
}

function scoreSort(sort: unknown): unknown {
  if (!isDocument(sort)) return sort;
  const entries = Object.entries(sort).map(([path, direction]) => (isDocument(direction) ? [SCORE_FIELD, -1] : [path, direction]));
  return Object.fromEntries(entries);
}

function scoredStages({ query, stages }: Head): readonly Document[] {
  if (!('$text' in query.filter)) return stages;
  return [...stages.map(withScores).filter(isDocument), { $unset: SCORE_FIELD }];
}

function runAggregate(request: Request, server: Server) {
  const { body, database } = request;
  if (!isDocument(body['cursor'])) throw new CommandError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  const name = body['aggregate'];
  const isCollectionless = typeof name !== 'string';
  const namespace = `${database}.${isCollectionless ? '$cmd.aggregate' : name}`;
  const collection = isCollectionless ? undefined : server.catalog.get(namespace);
  const scope = scopeOf(request, server);
  const batchSize = countField(documentField(body, 'cursor'), 'batchSize');
  const special = specialSource(body['pipeline'], { collection, namespace, isCollectionless });
  const { output, pipeline } = outputOf(readPipeline(special?.rest ?? body['pipeline']), request);
  if (special) return server.cursors.open({ namespace, batchSize, documents: runStages(special.documents, pipeline, scope.environment).map(writeDocument) });
  if (isCollectionless && !(pipeline[0] && '$documents' in pipeline[0])) {
    throw new CommandError(73, `{aggregate: 1} is not valid for '${firstKey(pipeline[0] ?? {}) ?? 'an empty pipeline'}'; a collection is required.`);
  }
  const head = splitPipeline(pipeline, scope, { collection, hint: body['hint'] });
  if (collection && head.stages.length === 0 && !head.geoNear && !output) {
    const documents = find(collection, head.query).records.map((record) => collection.bytesOf(record));
    return server.cursors.open({ namespace, batchSize, documents });
  }
  const documents = runStages(collection ? documentsFor(collection, head) : [], scoredStages(head), scope.environment);
  if (output) {
    writeOutput(documents, output, { request, server, scope });
    return server.cursors.open({ namespace, batchSize: 0, documents: [], isSingleBatch: true });
  }
  return server.cursors.open({ namespace, batchSize, documents: documents.map(writeDocument) });
}

type Place = { readonly collection: Collection | undefined; readonly namespace: string; readonly isCollectionless: boolean };

/** Sources other than a collection's documents. */
function specialSource(pipeline: unknown, { collection, namespace, isCollectionless }: Place): { documents: Document[]; rest: unknown[] } | null {
  if (!Array.isArray(pipeline) || !isDocument(pipeline[0])) return null;
  const rest = pipeline.slice(1);
  switch (firstKey(pipeline[0])) {
    case '$collStats': {
      const count = collection?.heap.size ?? 0;
      return { documents: [{ ns: namespace, count, storageStats: { count, size: collection?.heap.bytes ?? 0 } }], rest };
    }
    case '$indexStats':
      return { documents: [...(collection?.indexes.values() ?? [])].map(({ spec }) => ({ name: spec.name, key: spec.key, spec: spec.document })), rest };
    case '$currentOp':
      return isCollectionless ? { documents: [{ opid: 1, op: 'command', ns: namespace }], rest } : null;
    case '$listLocalSessions':
      return isCollectionless ? { documents: [{ _id: {} }], rest } : null;
    default:
      return null;
  }
}

export const AGGREGATE_COMMANDS: Readonly<Record<string, Command>> = {
  aggregate: {
    run: runAggregate,
    fields: ['pipeline', 'cursor', 'allowDiskUse', 'bypassDocumentValidation', 'hint', 'collation', 'let'],
    lacks: ['explain', 'isMapReduceCommand'],
  },
};
