/** Hides Relay connections: page arguments, opaque keyset cursors over (sort key, id), and their MongoDB filters. */
import type { Filter } from './mongo.ts';
import { badInput } from './errors.ts';

const DEFAULT_PAGE = 20;
/** The most items that a list answers at once. */
export const MAX_PAGE = 100;

export type PageArguments = { readonly first?: number | null; readonly after?: string | null };
export type Page = { readonly limit: number; readonly after: readonly unknown[] | null };
export type PageInfo = {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
};
export type Connection<Node> = {
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
};

/**
 * Validates `first` (0 to 100, default 20) and decodes `after`; `keyLength` is how many values a cursor of this list holds.
 * @throws DomainError BAD_USER_INPUT naming `first` or `after`
 */
export function pageOf(args: PageArguments, keyLength: number): Page {
  const limit = args.first ?? DEFAULT_PAGE;
  if (!Number.isInteger(limit) || limit < 0 || limit > MAX_PAGE) throw badInput('first', `first must be between 0 and ${MAX_PAGE}.`);
  return { limit, after: args.after === null || args.after === undefined ? null : decodeCursor(args.after, keyLength) };
}

/** An opaque cursor; dates survive the round trip. */
export function encodeCursor(key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(key.map((value) => (value instanceof Date ? { d: value.getTime() } : value)))).toString('base64url');
}

function decodeCursor(cursor: string, keyLength: number): readonly unknown[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === keyLength) return key.map(revive);
  } catch {
    // falls through to the one answer for every malformed cursor
  }
  throw badInput('after', 'after is not a cursor of this list.');
}

function revive(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'object' && 'd' in value && typeof value.d === 'number' && Number.isSafeInteger(value.d)) return new Date(value.d);
  throw new TypeError('not a cursor value');
}

export type SortKey = { readonly path: string; readonly direction: 1 | -1 };

/** The filter for what comes after a cursor in a list sorted by `sort` (the last key is unique, usually `_id`). */
export function afterCursor<T>(sort: readonly SortKey[], after: readonly unknown[] | null): Filter<T> {
  if (after === null) return {};
  const branches = sort.map(({ path, direction }, index) => {
    const equal = sort.slice(0, index).map((key, position) => [key.path, after[position]]);
    return Object.fromEntries([...equal, [path, { [direction === 1 ? '$gt' : '$lt']: after[index] }]]);
  });
  return { $or: branches } as Filter<T>;
}

/** A connection from up to `limit + 1` items: the extra one only says that there is a next page. */
export function connectionOf<Node>(items: readonly Node[], page: Page, keyOf: (node: Node) => readonly unknown[]): Connection<Node> {
  const edges = items.slice(0, page.limit).map((node) => ({ node, cursor: encodeCursor(keyOf(node)) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: items.length > page.limit,
      hasPreviousPage: page.after !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
