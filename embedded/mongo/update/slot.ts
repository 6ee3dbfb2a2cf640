/** Hides the place in a document that an update changes: a field or an array element, with the documents on the way made as needed. */
import { field, isPosition } from '../bson/path.ts';
import { isDocument, setField, show, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';

export type PathStep = string | number;
export type Slot = { readonly get: () => unknown; readonly set: (value: unknown) => void; readonly remove: () => void };

/** An update may lengthen an array by at most this many nulls. */
const MAX_PADDING = 1_500_000;

type Container = Document | unknown[];

/** The slot at a path, or `null` when it lies beyond what exists. */
export function existingSlot(document: Document, path: readonly PathStep[]): Slot | null {
  let container: Container = document;
  for (const step of path.slice(0, -1)) {
    const next = read(container, step);
    if (!isDocument(next) && !Array.isArray(next)) return null;
    container = next;
  }
  const last = path.at(-1) ?? '';
  return Array.isArray(container) && !isPosition(last) ? null : slotIn(container, last);
}

/** The slot at a path; what is missing on the way is made. Throws PathNotViable where a plain value is in the way. */
export function requiredSlot(document: Document, path: readonly PathStep[]): Slot {
  let container: Container = document;
  let previous: PathStep = '';
  for (const [index, step] of path.entries()) {
    if (Array.isArray(container) && !isPosition(step)) throw notViable(step, previous, container);
    if (index === path.length - 1) break;
    const next = read(container, step);
    if (next === undefined) {
      const created: Document = {};
      write(container, step, created);
      container = created;
    } else if (isDocument(next) || Array.isArray(next)) container = next;
    else throw notViable(path[index + 1] ?? '', step, next);
    previous = step;
  }
  return slotIn(container, path.at(-1) ?? '');
}

function notViable(step: PathStep, parent: PathStep, value: unknown): CommandError {
  return new CommandError(28, `Cannot create field '${step}' in element {${parent}: ${show(value)}}`);
}

function slotIn(container: Container, step: PathStep): Slot {
  return {
    get: () => read(container, step),
    set: (value) => write(container, step, value),
    remove: () => {
      if (!Array.isArray(container)) delete container[step];
      else if (Number(step) < container.length) container[Number(step)] = null;
    },
  };
}

function read(container: Container, step: PathStep): unknown {
  if (!Array.isArray(container)) return field(container, String(step));
  return isPosition(step) ? container[Number(step)] : undefined;
}

function write(container: Container, step: PathStep, value: unknown): void {
  if (!Array.isArray(container)) {
    setField(container, String(step), value);
    return;
  }
  const position = Number(step);
  if (position > container.length + MAX_PADDING) throw new CommandError(2, `can't backfill more than ${MAX_PADDING} elements`);
  while (container.length < position) container.push(null);
  container[position] = value;
}
