/** Hides how an operation's fields are walked together with their types: fragments spread, what the schema does not know skipped. */
import { Kind, SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef, getNamedType, isCompositeType, isInterfaceType, isObjectType } from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLField, GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, SelectionNode } from 'graphql';

/** One field of an operation where it occurs. */
export type SelectedField = {
  readonly node: FieldNode;
  readonly parentType: GraphQLNamedType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** The fields and fragments it lies in that carry `@skip` or `@include`, with itself. */
  readonly conditional: readonly SelectionNode[];
  readonly fields: readonly SelectedField[];
};

/** The fragments of a document by name. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** The operation of that name, or the only one; undefined where there is none. */
export function operationOf(document: DocumentNode, operationName: string | null | undefined): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operationName === null || operationName === undefined || operationName === '') return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name?.value === operationName);
}

type Walk = { readonly schema: GraphQLSchema; readonly fragments: ReadonlyMap<string, FragmentDefinitionNode> };
type Place = { readonly type: GraphQLNamedType; readonly conditional: readonly SelectionNode[]; readonly open: ReadonlySet<string> };

/** The operation's fields as a tree. Its size is that of the spread operation: measure before walking. */
export function selectedFields(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): readonly SelectedField[] {
  const type = schema.getRootType(operation.operation);
  if (type === undefined || type === null) return [];
  return spread(operation.selectionSet.selections, { type, conditional: [], open: new Set() }, { schema, fragments: fragmentsOf(document) });
}

function spread(selections: readonly SelectionNode[], place: Place, walk: Walk): readonly SelectedField[] {
  return selections.flatMap((selection) => {
    const conditional = hasCondition(selection) ? [...place.conditional, selection] : place.conditional;
    switch (selection.kind) {
      case Kind.FIELD:
        return fieldAt(selection, { ...place, conditional }, walk);
      case Kind.INLINE_FRAGMENT: {
        const type = selection.typeCondition === undefined ? place.type : walk.schema.getType(selection.typeCondition.name.value);
        return type === undefined ? [] : spread(selection.selectionSet.selections, { ...place, type, conditional }, walk);
      }
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = walk.fragments.get(name);
        const type = fragment && walk.schema.getType(fragment.typeCondition.name.value);
        if (fragment === undefined || type === undefined || place.open.has(name)) return [];
        return spread(fragment.selectionSet.selections, { type, conditional, open: new Set([...place.open, name]) }, walk);
      }
    }
  });
}

const META_FIELDS: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map([SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]));

function fieldAt(node: FieldNode, place: Place, walk: Walk): readonly SelectedField[] {
  const { type } = place;
  const definition = META_FIELDS.get(node.name.value) ?? (isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined);
  if (definition === undefined) return [];
  const inner = getNamedType(definition.type);
  const fields = node.selectionSet === undefined || !isCompositeType(inner) ? [] : spread(node.selectionSet.selections, { ...place, type: inner }, walk);
  return [{ node, parentType: type, definition, conditional: place.conditional, fields }];
}

function hasCondition(selection: SelectionNode): boolean {
  return selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include') ?? false;
}

/** The key of the field in answers. */
export function responseKey(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}
