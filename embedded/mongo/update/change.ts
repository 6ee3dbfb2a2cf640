/** Says what an update operator is given. */
import type { Document } from '../bson/value.ts';
import type { FilterContext } from '../query/filter.ts';
import type { PathStep } from './slot.ts';

/** One operator on one place. `path` is the place, `name` the path as the client wrote it. */
export type Change = {
  readonly document: Document;
  readonly path: readonly PathStep[];
  readonly name: string;
  readonly operand: unknown;
  readonly now: Date;
  readonly context: FilterContext;
};
