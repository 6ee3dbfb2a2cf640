/** Hides what an answer depends on: which things by id, and which lists, so that a change can name what is out of date. */
import { getNamedType, getNullableType, isCompositeType, isListType, isObjectType } from 'graphql';
import type { GraphQLNamedType } from 'graphql';
import type { Change } from './changes.ts';
import { responseKey } from './selections.ts';
import type { SelectedField } from './selections.ts';
import type { Supergraph } from './supergraph.ts';

/** What cannot be told by ids in the answer: lists (something new may belong to them) and things whose id was not asked for. */
export type Dependencies = { readonly types: ReadonlySet<string>; readonly subgraphs: ReadonlySet<string> };

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every id that occurs in the texts, wherever: a needless one costs a cache entry, a missed one a stale answer. */
export function idsIn(...texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.match(IDS) ?? []));
}

/** A second guard beside the subgraphs' hints: nothing that is restricted or speaks of the viewer is ever kept. */
export function isKeepable(fields: readonly SelectedField[], supergraph: Pick<Supergraph, 'requirementOf'>): boolean {
  return fields.every(({ node, parentType, fields }) => {
    const name = node.name.value;
    return name !== 'me' && !name.startsWith('viewer') && supergraph.requirementOf(parentType.name, name) === undefined && isKeepable(fields, supergraph);
  });
}

/** The types and subgraphs of lists, and of things without their id. */
export function dependenciesOf(fields: readonly SelectedField[], supergraph: Pick<Supergraph, 'subgraphsOf'>): Dependencies {
  const types = new Set<string>();
  const subgraphs = new Set<string>();
  const visit = (field: SelectedField, isInList: boolean) => {
    const type = getNamedType(field.definition.type);
    if (isCompositeType(type)) {
      const isList = isInList || isListType(getNullableType(field.definition.type)) || isConnection(type);
      if (isList || (hasId(type) && !isKnownById(field))) {
        types.add(type.name);
        for (const subgraph of supergraph.subgraphsOf(field.parentType.name, field.node.name.value)) subgraphs.add(subgraph);
      }
      // Below a thing of a list that is known by its id, its own things are no part of the list.
      const isBelowList = isList && !hasId(type);
      for (const inner of field.fields) visit(inner, isBelowList);
    }
  };
  for (const field of fields) visit(field, false);
  return { types, subgraphs };
}

function isConnection(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getFields()['edges'] !== undefined;
}

function hasId(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getFields()['id'] !== undefined;
}

/** Its id is in the answer, or (a thing asked for by id) in the request. */
function isKnownById({ node, fields }: SelectedField): boolean {
  const isSelected = fields.some(({ node, conditional }) => responseKey(node) === 'id' && node.name.value === 'id' && conditional.length === 0);
  return isSelected || (node.arguments?.some(({ name }) => name.value === 'id') ?? false);
}

/** Whether a change can have made an answer with these ids and dependencies out of date. */
export function isAffected(change: Change, ids: ReadonlySet<string>, { types, subgraphs }: Dependencies): boolean {
  return !change.ids.isDisjointFrom(ids) || !change.types.isDisjointFrom(types) || !change.subgraphs.isDisjointFrom(subgraphs);
}

/** What a mutation must be assumed to change, whatever is selected of its answer: its subgraphs' lists, and the types of its payloads. */
export function mutatedBy(fields: readonly SelectedField[], supergraph: Pick<Supergraph, 'subgraphsOf'>): Dependencies {
  const types = new Set<string>();
  const subgraphs = new Set<string>();
  for (const { node, parentType, definition } of fields) {
    for (const subgraph of supergraph.subgraphsOf(parentType.name, node.name.value)) subgraphs.add(subgraph);
    const payload = getNamedType(definition.type);
    if (!isObjectType(payload)) continue;
    for (const field of Object.values(payload.getFields())) {
      const type = getNamedType(field.type);
      if (hasId(type)) types.add(type.name);
    }
  }
  return { types, subgraphs };
}
