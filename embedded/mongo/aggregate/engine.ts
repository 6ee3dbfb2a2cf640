/** Hides that the aggregation library is loaded only when first needed: it takes 15 MB and a tenth of a second of a start. */
import { createRequire } from 'node:module';
import type { Document } from '../bson/value.ts';
import type * as LibraryModule from './library.ts';
import type { Environment } from './environment.ts';

type Library = typeof LibraryModule;

let loaded: Library | undefined;

function library(): Library {
  loaded ??= createRequire(import.meta.url)('./library.ts') as Library;
  return loaded;
}

/** Runs stages over documents with plain numbers, which it may change. Throws MongoDB's errors. */
export function runStages(documents: readonly Document[], stages: readonly Document[], environment: Environment): Document[] {
  return stages.length === 0 ? [...documents] : library().runStages(documents, stages, environment);
}

/** Checks a client's pipeline and gives its constants plain numbers. Throws for scripts and malformed stages. */
export function readPipeline(pipeline: unknown): Document[] {
  return library().readPipeline(pipeline);
}

/** A function that evaluates expressions on documents, exact numbers or plain. */
export function evaluator(environment: Environment): (document: Document, expression: unknown) => unknown {
  let evaluate: ReturnType<typeof evaluator> | undefined;
  return (document, expression) => {
    evaluate ??= library().evaluator(environment);
    return evaluate(document, expression);
  };
}
