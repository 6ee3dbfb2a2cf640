/** Hides what a client is told about fields whose subgraph does not answer. */
import { Kind, parse } from 'graphql';
import type { SelectionSetNode } from 'graphql';

/** A subgraph that is down, too slow, or talks nonsense. */
export class SubgraphUnavailableError extends Error {
  override readonly name = 'SubgraphUnavailableError';
  readonly subgraph: string;

  constructor(subgraph: string, reason: string, cause?: unknown) {
    super(`The ${subgraph} subgraph is unavailable: ${reason}.`, { cause });
    this.subgraph = subgraph;
  }
}

/** The code of every field that could not be had. */
export const UNAVAILABLE = 'SERVICE_UNAVAILABLE';

type FieldError = { message: string; path: (string | number)[]; extensions: { code: string } };

/** As if the subgraph had answered null with an error for each field (of each entity) that it was asked for. */
export function unavailableAnswer(error: SubgraphUnavailableError, query: string, variables: Record<string, unknown> | undefined) {
  const representations = variables?.['representations'];
  const fields = rootSelections(query);
  const paths = Array.isArray(representations)
    ? representations.flatMap((_, index) => entityFields(fields).map((field) => ['_entities', index, field]))
    : fieldNames(fields).map((field) => [field]);
  const errors = paths.map((path): FieldError => ({ message: `The ${error.subgraph} service does not answer right now.`, path, extensions: { code: UNAVAILABLE } }));
  return { data: null, errors } as never;
}

function rootSelections(query: string): SelectionSetNode | undefined {
  return parse(query, { noLocation: true }).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)?.selectionSet;
}

function fieldNames(selections: SelectionSetNode | undefined): readonly string[] {
  return (selections?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldNames(selection.selectionSet) : [];
  });
}

function entityFields(selections: SelectionSetNode | undefined): readonly string[] {
  const entities = selections?.selections.find((selection) => selection.kind === Kind.FIELD);
  return [...new Set(fieldNames(entities?.selectionSet))].filter((name) => name !== '__typename');
}
