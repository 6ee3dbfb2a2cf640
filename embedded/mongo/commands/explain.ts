/** Hides explain: the plan of a command in MongoDB's words, and what running it took. */
import { readPipeline, runStages } from '../aggregate/engine.ts';
import { firstKey, isDocument, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { find, type Found, type Query } from '../plan/find.ts';
import type { IndexPlan, Plan } from '../plan/plan.ts';
import type { Collection } from '../store/collection.ts';
import { splitPipeline } from './aggregate.ts';
import { readFind, sortAndHint } from './find.ts';
import { outputOf } from './output.ts';
import { queryOf, scopeOf, type Scope } from './query-scope.ts';
import { documentField, documentsField, namespaceOf, type Command, type Request, type Server } from './request.ts';

/** A command's query on its collection, explained: the plan, and the numbers of one run. */
type Explanation = { readonly queryPlanner: Document; readonly executionStats: Document };

function planStages(plan: Plan): Document {
  switch (plan.kind) {
    case 'collection':
      return { stage: 'COLLSCAN', direction: plan.isReverse ? 'backward' : 'forward' };
    case 'index':
      return { stage: 'FETCH', inputStage: indexStage(plan) };
    case 'near':
      return { stage: 'GEO_NEAR_2DSPHERE', keyPattern: plan.index.spec.key, indexName: plan.index.spec.name };
    case 'union':
      return { stage: plan.isSorted ? 'SORT_MERGE' : 'OR', inputStages: plan.branches.map(planStages) };
  }
}

function indexStage({ index, isReverse, order, groups }: IndexPlan): Document {
  const scan = { stage: 'IXSCAN', keyPattern: index.spec.key, indexName: index.spec.name, isMultiKey: index.multikey.includes(true), direction: isReverse ? 'backward' : 'forward', ranges: groups.reduce((sum, { ranges }) => sum + ranges.length, 0) };
  const isText = index.spec.textFields !== null;
  if (isText) return { stage: 'TEXT_MATCH', inputStage: scan };
  return order === 'merge' ? { stage: 'SORT_MERGE', inputStage: scan } : scan;
}

function explainFound(namespace: string, query: Query, { plan, records, statistics, isSorted }: Found): Explanation {
  const scan = planStages(plan);
  const sortPattern = Object.fromEntries(query.sort?.fields.map(({ path, direction }) => [path, direction]) ?? []);
  const winningPlan = query.sort && !isSorted ? { stage: 'SORT', sortPattern, inputStage: scan } : scan;
  return {
    queryPlanner: { namespace, parsedQuery: query.filter, winningPlan, rejectedPlans: [] },
    executionStats: {
      executionSuccess: true,
      nReturned: records.length,
      totalKeysExamined: statistics.keysExamined,
      totalDocsExamined: statistics.documentsExamined,
      executionStages: winningPlan,
    },
  };
}

function explainMissing(namespace: string, query: Query): Explanation {
  const winningPlan = { stage: 'EOF' };
  const stats = { executionSuccess: true, nReturned: 0, totalKeysExamined: 0, totalDocsExamined: 0, executionStages: winningPlan };
  return { queryPlanner: { namespace, parsedQuery: query.filter, winningPlan, rejectedPlans: [] }, executionStats: stats };
}

function explainQuery(namespace: string, query: Query, collection: Collection | undefined): Explanation {
  return collection ? explainFound(namespace, query, find(collection, query)) : explainMissing(namespace, query);
}

function statementQuery(statement: Document, scope: Scope, collection: Collection | undefined): Query {
  const isMany = statement['multi'] === true || statement['limit'] === 0;
  return queryOf({ filter: documentField(statement, 'q'), limit: isMany ? 0 : 1, ...sortAndHint(statement['sort'], statement['hint']) }, scope, collection);
}

function queryOfCommand(request: Request, scope: Scope, collection: Collection | undefined): Query {
  const { name, body } = request;
  switch (name) {
    case 'find':
      return readFind(body, scope, collection);
    case 'count':
    case 'distinct':
      return queryOf({ filter: documentField(body, 'query'), hint: body['hint'] }, scope, collection);
    case 'findAndModify':
      return queryOf({ filter: documentField(body, 'query'), limit: 1, ...sortAndHint(body['sort'], body['hint']) }, scope, collection);
    case 'update':
    case 'delete':
      return statementQuery(documentsField(body, `${name}s`)[0] ?? {}, scope, collection);
    default:
      throw new CommandError(59, `Explain failed due to unknown command: ${name}`);
  }
}

function runExplain(request: Request, server: Server) {
  const inner = documentField(request.body, 'explain');
  const name = firstKey(inner) ?? '';
  const explained: Request = { ...request, name, body: inner };
  const namespace = namespaceOf(explained);
  const collection = server.catalog.get(namespace);
  const verbosity = request.body['verbosity'] ?? 'allPlansExecution';
  const shape = ({ queryPlanner, executionStats }: Explanation): Document => (verbosity === 'queryPlanner' ? { queryPlanner } : { queryPlanner, executionStats });
  if (name === 'aggregate') return { explainVersion: '1', ...explainPipeline(explained, { server, collection, shape }), ok: 1 };
  const query = queryOfCommand(explained, scopeOf(explained, server), collection);
  return { explainVersion: '1', ...shape(explainQuery(namespace, query, collection)), command: inner, ok: 1 };
}

type Explaining = { readonly server: Server; readonly collection: Collection | undefined; readonly shape: (explanation: Explanation) => Document };

/** The query of a pipeline, followed by its other stages; a `$lookup` tells what its own queries took. */
function explainPipeline(request: Request, { server, collection, shape }: Explaining): Document {
  const namespace = namespaceOf(request);
  const lookups = new Map<string, Found[]>();
  const scope = scopeOf(request, server, {
    observe: (name, found) => {
      lookups.set(name, [...(lookups.get(name) ?? []), found]);
    },
  });
  const { pipeline } = outputOf(readPipeline(request.body['pipeline']), request);
  const head = splitPipeline(pipeline, scope, { collection, hint: request.body['hint'] });
  const explanation = explainQuery(namespace, head.query, collection);
  if (head.stages.length === 0) return shape(explanation);
  if (collection && head.stages.some((stage) => '$lookup' in stage)) {
    const documents = find(collection, head.query).records.map((record) => collection.freshDocument(record, 'plain'));
    runStages(documents, head.stages, scope.environment);
  }
  return { stages: [{ $cursor: shape(explanation) }, ...head.stages.map((stage) => explainStage(stage, lookups))] };
}

function explainStage(stage: Document, lookups: ReadonlyMap<string, readonly Found[]>): Document {
  const { $lookup: lookup } = stage;
  const found = isDocument(lookup) ? lookups.get(String(lookup['from'])) : undefined;
  if (!found) return stage;
  const sum = (count: (one: Found) => number) => found.reduce((total, one) => total + count(one), 0);
  return {
    ...stage,
    totalDocsExamined: sum(({ statistics }) => statistics.documentsExamined),
    totalKeysExamined: sum(({ statistics }) => statistics.keysExamined),
    collectionScans: sum(({ plan }) => Number(plan.kind === 'collection')),
    indexesUsed: [...new Set(found.flatMap(({ plan }) => (plan.kind === 'index' ? [plan.index.spec.name] : [])))],
  };
}

export const EXPLAIN_COMMANDS: Readonly<Record<string, Command>> = { explain: { run: runExplain, fields: ['verbosity'] } };
