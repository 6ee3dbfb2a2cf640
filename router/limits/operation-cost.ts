/** Hides what an operation would cost to answer: objects and values, lists multiplied by how many items they may have. */
import { Kind, getNamedType, getNullableType, isCompositeType, isListType } from 'graphql';
import type { FieldNode } from 'graphql';
import { badInput } from '#platform/errors.ts';
import { MAX_PAGE } from '#platform/pagination.ts';
import type { SelectedField } from '../selections.ts';

const OBJECT_COST = 1;
const VALUE_COST = 0.1;
/** For lists that take no `first`. */
const ITEMS_OF_LIST = 10;
/** Lists of the schema itself are longer. */
const ITEMS_OF_SCHEMA: Readonly<Record<string, number>> = { types: 150, fields: 12, inputFields: 6, enumValues: 6, args: 2, directives: 10, interfaces: 1, possibleTypes: 1 };

export type Variables = Readonly<Record<string, unknown>>;

/**
 * The cost of the fields with these variables.
 * @throws DomainError BAD_USER_INPUT naming `first` for a page larger than any list answers
 */
export function costOf(fields: readonly SelectedField[], variables: Variables): number {
  return fields.reduce((sum, field) => sum + fieldCost(field, variables), 0);
}

function fieldCost({ node, definition, parentType, fields }: SelectedField, variables: Variables): number {
  const own = isCompositeType(getNamedType(definition.type)) ? OBJECT_COST : VALUE_COST;
  const inner = own + costOf(fields, variables);
  const first = definition.args.find(({ name }) => name === 'first');
  if (first !== undefined) return OBJECT_COST + itemsAsked(node, first.defaultValue, variables) * inner;
  if (!isListType(getNullableType(definition.type))) return inner;
  if (parentType.name.startsWith('__')) return (ITEMS_OF_SCHEMA[node.name.value] ?? ITEMS_OF_LIST) * inner;
  // The edges of a connection: its field has multiplied already.
  return node.name.value === 'edges' ? inner : ITEMS_OF_LIST * inner;
}

function itemsAsked(node: FieldNode, byDefault: unknown, variables: Variables): number {
  const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  const given = value?.kind === Kind.INT ? Number(value.value) : value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  const items = typeof given === 'number' ? given : byDefault;
  if (typeof items === 'number' && items > MAX_PAGE) throw badInput('first', `first must be between 0 and ${MAX_PAGE}.`);
  return typeof items === 'number' && items > 0 ? items : 1;
}
