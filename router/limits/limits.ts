/** Hides how much a single operation may ask for. */
import type { OperationSize } from './operation-size.ts';

/** Ten times the largest input of the schema. */
export const MAX_BODY_BYTES = 128 * 1024;
/** Lexical tokens of a document; the introspection query of GraphiQL has about 400. */
export const MAX_TOKENS = 2_000;
/** See `operation-cost.ts`: a page of 100 events with everything about them costs about 1,000. */
export const MAX_COST = 5_000;
/** Introspection is priced by the same rule; the whole schema as GraphiQL asks for it costs about 90,000, and the answer is kept. */
export const MAX_INTROSPECTION_COST = 150_000;

const MAX_SIZE: OperationSize = { depth: 16, fields: 600, aliases: 30, directives: 60, repetitions: 10 };

/** An operation that asks for too much. */
export class OperationLimitError extends Error {
  override readonly name = 'OperationLimitError';
  readonly limit: string;

  constructor(limit: string, max: number) {
    super(`The operation is too large: at most ${max} ${limit} are allowed.`);
    this.limit = limit;
  }
}

/** @throws OperationLimitError naming the first limit that is exceeded */
export function assertSize(size: OperationSize): void {
  const names = { depth: 'levels of depth', fields: 'fields', aliases: 'aliases', directives: 'directives', repetitions: 'repetitions of a field' };
  for (const limit of ['depth', 'fields', 'aliases', 'directives', 'repetitions'] as const) {
    if (size[limit] > MAX_SIZE[limit]) throw new OperationLimitError(names[limit], MAX_SIZE[limit]);
  }
}

/** @throws OperationLimitError */
export function assertCost(cost: number, max: number): void {
  if (cost > max) throw new OperationLimitError('points of cost', max);
}
