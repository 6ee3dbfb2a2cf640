/** Hides how null spreads in an answer (GraphQL specification, 6.4.4): up to the nearest place that may be null. */
import { isListType, isNonNullType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';

export type Data = Record<string, unknown>;

/** One field on the way down: its key in the answer and its type. */
export type Step = { readonly key: string; readonly type: GraphQLOutputType };
type Path = readonly (string | number)[];

/**
 * Nulls the field at the end of `steps` wherever it exists, telling `onNull` each path. Lists on the way are followed into every item.
 * Answers whether `data` itself must become null.
 */
export function nullAt(data: Data, steps: readonly Step[], onNull: (path: Path) => void): boolean {
  return nullInObject(data, { steps, path: [], onNull });
}

type Descent = { readonly steps: readonly Step[]; readonly path: Path; readonly onNull: (path: Path) => void };

function nullInObject(object: Data, descent: Descent): boolean {
  const [step, ...below] = descent.steps;
  if (step === undefined) return false;
  const path = [...descent.path, step.key];
  if (below.length === 0) {
    descent.onNull(path);
    object[step.key] = null;
    return isNonNullType(step.type);
  }
  const isNulled = nullInValue(object[step.key], step.type, { ...descent, steps: below, path });
  if (isNulled) object[step.key] = null;
  return isNulled && isNonNullType(step.type);
}

/** Whether the value must become null. */
function nullInValue(value: unknown, type: GraphQLOutputType, descent: Descent): boolean {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (Array.isArray(value) && isListType(inner)) {
    const items: unknown[] = value;
    const nulled = items.map((item, index) => nullInValue(item, inner.ofType, { ...descent, path: [...descent.path, index] }));
    for (const [index, isNulled] of nulled.entries()) if (isNulled) items[index] = null;
    return isNonNullType(inner.ofType) && nulled.includes(true);
  }
  return isObject(value) && nullInObject(value, descent);
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null;
}
