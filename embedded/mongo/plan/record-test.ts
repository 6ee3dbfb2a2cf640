/** Hides how a stored document is tested against a filter: condition by condition, decoding no more of it than the next one looks at. */
import { FieldReader } from '../bson/field-reader.ts';
import type { Document } from '../bson/value.ts';
import { compileFilter, fieldsOf, type FilterContext } from '../query/filter.ts';
import type { Collection } from '../store/collection.ts';
import { conjunctsOf } from './constraints.ts';

/** A function that says whether a record matches. Throws MongoDB's error for a filter that is malformed or not supported. */
export function compileRecordTest(collection: Collection, filter: Document, context: FilterContext): (record: number) => boolean {
  const matches = compileFilter(filter, context);
  const names = fieldsOf(filter);
  if (names === null) return (record) => matches(collection.document(record));
  let test: ((record: number) => boolean) | null = null; // an index often answers everything, and there is nothing to test
  return (record) => {
    const decoded = collection.decoded(record);
    if (decoded) return matches(decoded);
    test ??= stepwise(collection, filter, { context, reader: new FieldReader(names) });
    return test(record);
  };
}

type Steps = { readonly context: FilterContext; readonly reader: FieldReader };

function stepwise(collection: Collection, filter: Document, { context, reader }: Steps): (record: number) => boolean {
  const conditions = conjunctsOf(filter).map((conjunct) => ({ names: [...(fieldsOf(conjunct) ?? [])], test: compileFilter(conjunct, context) }));
  return (record) => {
    collection.open(record, reader);
    return conditions.every(({ names, test }) => test(reader.with(names)));
  };
}
