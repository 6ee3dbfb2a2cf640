/** Hides the positional `$`: which element of an array the query matched. */
import { isDocument, isOperatorDocument, type Document } from '../bson/value.ts';
import { compileCondition } from './condition.ts';
import { compileFilter, type FilterContext } from './filter.ts';

export type Positional = { readonly document: Document; readonly filter: Document; readonly context: FilterContext };

const ABSENCE = new Set(['$ne', '$nin', '$exists', '$size', '$not']);

/** The position of the element of `array`, which lies at `path`, that made the document match; -1 when none did. */
export function matchedPosition(array: readonly unknown[], path: string, { document, filter, context }: Positional): number {
  let position = -1;
  for (const [key, condition] of Object.entries(filter)) {
    if ((key === '$and' || key === '$or') && Array.isArray(condition)) {
      for (const branch of condition) {
        if (!isDocument(branch) || !compileFilter(branch, context)(document)) continue;
        const inner = matchedPosition(array, path, { document, filter: branch, context });
        if (inner >= 0) position = inner;
      }
      continue;
    }
    const test = elementTest(key, condition, { path, context });
    const found = test ? array.findIndex(test) : -1;
    if (found >= 0) position = found;
  }
  return position;
}

type Place = { readonly path: string; readonly context: FilterContext };

function elementTest(key: string, condition: unknown, { path, context }: Place): ((element: unknown) => boolean) | null {
  if (key === path) {
    if (isOperatorDocument(condition) && Object.keys(condition).every((operator) => ABSENCE.has(operator))) return null;
    const test = compileCondition(condition, context);
    const isElemMatch = isDocument(condition) && '$elemMatch' in condition;
    return (element) => test([isElemMatch ? [element] : element]);
  }
  if (!key.startsWith(`${path}.`)) return null;
  const test = compileFilter({ [key.slice(path.length + 1)]: condition }, context);
  return (element) => isDocument(element) && test(element);
}
