/** Hides dotted paths: which values of a document `a.b.c` reaches, through arrays as MongoDB does. */
import { isDocument, type Document } from './value.ts';

const known = new Map<string, readonly string[]>();

export function splitPath(path: string): readonly string[] {
  let parts = known.get(path);
  if (!parts) {
    if (known.size > 5_000) known.clear();
    parts = path.split('.');
    known.set(path, parts);
  }
  return parts;
}

/** Whether this part of a path can be a position in an array. */
export function isPosition(part: string | number): boolean {
  return /^(0|[1-9]\d*)$/.test(String(part));
}

export function field(document: Document, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

/**
 * All values at a path: arrays of documents are walked through, a position picks one element. An array at the end is one value.
 * A missing field gives `undefined`; an empty array on the way gives nothing.
 */
export function valuesAt(value: unknown, parts: readonly string[]): unknown[] {
  const found: unknown[] = [];
  collect({ value, parts, found }, 0);
  return found;
}

type Walk = { readonly value: unknown; readonly parts: readonly string[]; readonly found: unknown[] };

function collect(walk: Walk, from: number): void {
  const { parts, found } = walk;
  let { value } = walk;
  for (let index = from; index < parts.length; index++) {
    const part = parts[index] ?? '';
    if (Array.isArray(value)) {
      if (isPosition(part) && Number(part) < value.length) collect({ value: value[Number(part)], parts, found }, index + 1);
      for (const item of value) if (isDocument(item)) collect({ value: item, parts, found }, index);
      return;
    }
    value = isDocument(value) ? field(value, part) : undefined;
    if (value === undefined) break;
  }
  found.push(value);
}

/** Sets a value in place, creating documents on the way. For fresh documents only. */
export function setPath(document: Document, parts: readonly string[], value: unknown): void {
  let target = document;
  for (const part of parts.slice(0, -1)) {
    const next = field(target, part);
    const child = isDocument(next) ? next : {};
    if (child !== next) target[part] = child;
    target = child;
  }
  const last = parts.at(-1);
  if (last !== undefined) target[last] = value;
}

export function copyDeep<T>(value: T): T;
export function copyDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => copyDeep(item));
  if (value instanceof Date) return new Date(value);
  if (!isDocument(value)) return value;
  const copy: Document = {};
  for (const key of Object.keys(value)) copy[key] = copyDeep(value[key]);
  return copy;
}
