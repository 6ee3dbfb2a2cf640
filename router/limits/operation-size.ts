/** Hides how big an operation is before anything is done with it: depth, fields, aliases and directives with its fragments spread. */
import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../selections.ts';

export type OperationSize = {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  /** The most often that one key is selected in one selection set; comparing them costs its square. */
  readonly repetitions: number;
};

const NOTHING: OperationSize = { depth: 0, fields: 0, aliases: 0, directives: 0, repetitions: 0 };

/** The largest of each over the document's operations. Each fragment is measured once, so the time is linear in the document however much it would spread to. */
export function measureOperations(document: DocumentNode): OperationSize {
  const fragments = fragmentsOf(document);
  const measured = new Map<string, OperationSize>();
  const sizes = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return NOTHING;
    const own = { ...NOTHING, directives: definition.directives?.length ?? 0 };
    return together(own, measureSelections(definition.selectionSet, { fragments, measured }));
  });
  return sizes.reduce(largest, NOTHING);
}

type Measuring = { readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>; readonly measured: Map<string, OperationSize> };

function measureSelections(set: SelectionSetNode, measuring: Measuring): OperationSize {
  const keys = new Map<string, number>();
  let size = NOTHING;
  for (const selection of set.selections) {
    const directives = selection.directives?.length ?? 0;
    switch (selection.kind) {
      case Kind.FIELD: {
        const key = selection.alias?.value ?? selection.name.value;
        keys.set(key, (keys.get(key) ?? 0) + 1);
        const inner = selection.selectionSet === undefined ? NOTHING : measureSelections(selection.selectionSet, measuring);
        const aliases = selection.alias === undefined ? 0 : 1;
        size = together(size, { ...inner, depth: inner.depth + 1, fields: inner.fields + 1, aliases: inner.aliases + aliases, directives: inner.directives + directives });
        break;
      }
      case Kind.INLINE_FRAGMENT: {
        const inner = measureSelections(selection.selectionSet, measuring);
        // It counts as a field: without one a document of nothing but fragments would be free.
        size = together(size, { ...inner, fields: inner.fields + 1, directives: inner.directives + directives });
        break;
      }
      case Kind.FRAGMENT_SPREAD: {
        const inner = measureFragment(selection.name.value, measuring);
        size = together(size, { ...inner, fields: inner.fields + 1, directives: inner.directives + directives });
        break;
      }
    }
  }
  return { ...size, repetitions: Math.max(size.repetitions, ...keys.values()) };
}

function measureFragment(name: string, measuring: Measuring): OperationSize {
  const known = measuring.measured.get(name);
  if (known !== undefined) return known;
  const fragment = measuring.fragments.get(name);
  if (fragment === undefined) return NOTHING;
  // Stands for itself inside a cycle, which validation refuses.
  measuring.measured.set(name, NOTHING);
  const size = measureSelections(fragment.selectionSet, measuring);
  measuring.measured.set(name, size);
  return size;
}

function together(one: OperationSize, other: OperationSize): OperationSize {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: one.fields + other.fields,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    repetitions: Math.max(one.repetitions, other.repetitions),
  };
}

function largest(one: OperationSize, other: OperationSize): OperationSize {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: Math.max(one.fields, other.fields),
    aliases: Math.max(one.aliases, other.aliases),
    directives: Math.max(one.directives, other.directives),
    repetitions: Math.max(one.repetitions, other.repetitions),
  };
}
