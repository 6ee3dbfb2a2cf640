/** Hides the aggregation library (mingo): its set-up, its options and how its errors become MongoDB's. */
import { Aggregator } from 'mingo/aggregator'; // 'mingo' itself puts its own operators before ours
import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import * as queryOperators from 'mingo/operators/query';
import * as windowOperators from 'mingo/operators/window';
import type { Options } from 'mingo/types';
import { firstKey, isDocument, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { ACCUMULATORS } from './accumulators.ts';
import { resolverOf, type Environment } from './environment.ts';
import { EXPRESSIONS } from './expressions.ts';
import { plainValue } from './plain.ts';
import { STAGES, type Stage } from './stages.ts';

const CAPTURE = '$eventpostCapture';

/** The library copies all operators for every set of options, so one set is made per command and caught in the form it passes to stages. */
const capture: Stage = (documents, receive, options) => {
  if (typeof receive === 'function') receive(options);
  return documents;
};

let shared: Context | undefined;

function context(): Context {
  const operators = {
    accumulator: ACCUMULATORS,
    expression: EXPRESSIONS,
    pipeline: { ...STAGES, [CAPTURE]: capture },
    query: queryOperators,
    window: windowOperators,
  };
  // The library's types list its own operators by name; ours have the same shape.
  shared ??= Context.init(operators as unknown as Parameters<typeof Context.init>[0]);
  return shared;
}

function optionsOf(environment: Environment): Options {
  const collectionResolver = resolverOf(environment);
  return {
    idKey: '_id',
    processingMode: ProcessingMode.CLONE_OFF,
    useStrictMode: true,
    failOnError: true,
    scriptEnabled: true, // $setWindowFields is made of $function inside the library; clients' scripts are refused below
    context: context(),
    variables: environment.variables,
    collectionResolver,
  };
}

/** Runs stages over documents with plain numbers, which it may change. Throws MongoDB's errors. */
export function runStages(documents: readonly Document[], stages: readonly Document[], environment: Environment): Document[] {
  if (stages.length === 0) return [...documents];
  return translated(() => new Aggregator([...stages], optionsOf(environment)).run<Document>([...documents]));
}

/** Checks a client's pipeline and gives its constants plain numbers. Throws for scripts and malformed stages. */
export function readPipeline(pipeline: unknown): Document[] {
  if (!Array.isArray(pipeline)) throw new CommandError(14, "'pipeline' option must be specified as an array");
  return pipeline.map((stage: unknown) => {
    if (!isDocument(stage) || Object.keys(stage).length !== 1) {
      throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    const name = firstKey(stage) ?? '';
    if (name !== '$geoNear' && !STAGES[name]) throw unknownStage(name);
    refuseScripts(stage);
    return plainValue(stage);
  });
}

function unknownStage(name: string): CommandError {
  if (name === '$changeStream') return new CommandError(40573, 'The $changeStream stage is only supported on replica sets');
  const isKnown = ['$listSessions', '$planCacheStats', '$search', '$searchMeta', '$vectorSearch', '$shardedDataDistribution', '$querySettings'].includes(name);
  return isKnown ? notImplemented(name) : new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
}

/** Clients' JavaScript is not run. */
function refuseScripts(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) refuseScripts(item);
  if (!isDocument(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === '$function' || key === '$accumulator' || key === '$where') throw notImplemented(key);
    refuseScripts(item);
  }
}

/** A function that evaluates expressions on documents, exact numbers or plain. */
export function evaluator(environment: Environment): (document: Document, expression: unknown) => unknown {
  let options: Options | undefined;
  const prepared = new WeakMap<object, unknown>();
  return (document, expression) => {
    options ??= captured(environment);
    const ready = options;
    return translated(() => evalExpr(plainValue(document), preparedExpression(expression, prepared), ready));
  };
}

function preparedExpression(expression: unknown, prepared: WeakMap<object, unknown>): unknown {
  if (typeof expression !== 'object' || expression === null) return expression;
  if (!prepared.has(expression)) {
    refuseScripts(expression);
    prepared.set(expression, plainValue(expression));
  }
  return prepared.get(expression);
}

function captured(environment: Environment): Options {
  let options = optionsOf(environment);
  const receive = (received: Options) => {
    options = received;
  };
  new Aggregator([{ [CAPTURE]: receive }], options).run([]);
  return options;
}

const UNKNOWN_OPERATOR = /accumulator '(\S+)' is not registered/;
const UNDEFINED_VARIABLE = /Use of undefined variable: (\S+)/;
const UNKNOWN_STAGE = /unregistered pipeline operator (\S+)\./;

function translated<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const [, stage] = UNKNOWN_STAGE.exec(message) ?? [];
    if (stage !== undefined) throw unknownStage(stage);
    const [, operator] = UNKNOWN_OPERATOR.exec(message) ?? [];
    if (operator !== undefined) throw new CommandError(31325, `Unrecognized expression '${operator}'`);
    throw new CommandError(UNDEFINED_VARIABLE.test(message) ? 17276 : 2, message);
  }
}
