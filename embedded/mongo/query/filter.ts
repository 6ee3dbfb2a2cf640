/** Hides what a query filter means: it becomes one function that says whether a document matches. */
import { field, splitPath, valuesAt } from '../bson/path.ts';
import { isDocument, isMissing, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import type { Folding } from './collation.ts';
import { compileSchema } from './json-schema.ts';
import { compileCondition, type ValuesTest } from './condition.ts';
import { readTextSearch, textScore, type TextFields } from './text.ts';

export type DocumentTest = (document: Document) => boolean;

/** What a filter needs from outside: aggregation expressions for `$expr`, a collation, the collection's text index. */
export type FilterContext = {
  readonly evaluate?: (document: Document, expression: unknown) => unknown;
  readonly folding?: Folding | null;
  readonly textFields?: TextFields | null;
};

/** Compiles a filter. Throws MongoDB's error for one that is malformed or not supported. */
export function compileFilter(filter: unknown, context: FilterContext = {}): DocumentTest {
  if (!isDocument(filter)) throw new CommandError(14, 'Expected field filter to be of type object');
  const tests = Object.entries(filter).flatMap(([key, value]) => {
    const test = key.startsWith('$') ? compileLogical(key, value, context) : fieldTest(key, compileCondition(value, context));
    return test ? [test] : [];
  });
  const [first] = tests;
  if (tests.length === 1 && first) return first;
  return (document) => tests.every((test) => test(document));
}

/** The top-level fields that a filter looks at; `null` where it may look at any. */
export function fieldsOf(filter: Document): ReadonlySet<string> | null {
  const fields = new Set<string>();
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$comment') continue;
    const isLogical = key === '$and' || key === '$or' || key === '$nor';
    if (key.startsWith('$') && !(isLogical && Array.isArray(value) && value.every(isDocument))) return null;
    if (!isLogical) fields.add(splitPath(key)[0] ?? key);
    for (const branch of isLogical && Array.isArray(value) ? value.filter(isDocument) : []) {
      const inner = fieldsOf(branch);
      if (inner === null) return null;
      for (const name of inner) fields.add(name);
    }
  }
  return fields;
}

function fieldTest(path: string, test: ValuesTest): DocumentTest {
  const parts = splitPath(path);
  return parts.length === 1 ? (document) => test([field(document, path)]) : (document) => test(valuesAt(document, parts));
}

/** The branches of `$and`, `$or` or `$nor`. */
export function branchesOf(operator: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new CommandError(2, `${operator} must be a nonempty array`);
  return value;
}

function compileLogical(operator: string, value: unknown, context: FilterContext): DocumentTest | null {
  switch (operator) {
    case '$and': {
      const tests = branchesOf(operator, value).map((branch) => compileFilter(branch, context));
      return (document) => tests.every((test) => test(document));
    }
    case '$or':
    case '$nor': {
      const tests = branchesOf(operator, value).map((branch) => compileFilter(branch, context));
      const isWanted = operator === '$or';
      return (document) => tests.some((test) => test(document)) === isWanted;
    }
    case '$expr':
      return expressionTest(value, context);
    case '$comment':
      return null;
    case '$jsonSchema':
      return compileSchema(value);
    case '$text': {
      if (!context.textFields) throw new CommandError(27, 'text index required for $text query');
      const score = textScore(readTextSearch(value), context.textFields);
      return (document) => score(document) > 0;
    }
    case '$where':
      throw notImplemented('$where');
    default:
      throw new CommandError(
        2,
        `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function expressionTest(expression: unknown, context: FilterContext): DocumentTest {
  const { evaluate } = context;
  if (!evaluate) throw new CommandError(2, '$expr is not available here');
  return (document) => {
    const value = evaluate(document, expression);
    return !(isMissing(value) || value === false || value === 0);
  };
}
