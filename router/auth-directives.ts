/** Hides how `@authenticated` and `@requiresScopes` are enforced: denied fields are taken out of the operation before it is planned, and answered with null and an error. */
import { GraphQLError, Kind, getDirectiveValues, getNamedType, GraphQLIncludeDirective, GraphQLSkipDirective, isInterfaceType, isObjectType } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLNamedType, GraphQLOutputType, GraphQLSchema, SelectionNode, SelectionSetNode } from 'graphql';
import { forbidden, unauthenticated } from '#platform/errors.ts';
import { isSomebody } from './caller.ts';
import type { Caller } from './caller.ts';
import { nullAt } from './null-propagation.ts';
import type { Data, Step } from './null-propagation.ts';
import { operationOf, responseKey, selectedFields } from './selections.ts';
import type { SelectedField } from './selections.ts';
import type { Requirement, Supergraph } from './supergraph.ts';

/** Stands in for a selection set that lost all its fields; taken out of the answer again. */
const PLACEHOLDER = '__denied';

/** A place in an operation where access is restricted. */
export type Guard = { readonly steps: readonly Step[]; readonly requirement: Requirement; readonly conditional: readonly SelectionNode[] };

export type DirectiveGuards = {
  /** The restricted places of the operation, outer before inner. */
  readonly guardsOf: (document: DocumentNode, operationName: string | null | undefined) => readonly Guard[];
  /** The document without what the caller is denied. */
  readonly withoutDenied: (document: DocumentNode, caller: Caller) => DocumentNode;
};

/** Whether the caller meets a requirement. */
export function isMet({ scopes }: Requirement, caller: Caller): boolean {
  return isSomebody(caller) && (scopes.length === 0 || scopes.some((all) => all.every((scope) => caller.scopes.has(scope))));
}

/** Reads the requirements from the supergraph; `schema` is the public one. */
export function createDirectiveGuards(schema: GraphQLSchema, { requirementOf }: Pick<Supergraph, 'requirementOf'>): DirectiveGuards {
  const guardsIn = (fields: readonly SelectedField[], above: readonly Step[]): readonly Guard[] =>
    fields.flatMap((field) => {
      const steps = [...above, { key: responseKey(field.node), type: field.definition.type }];
      const requirement = requirementOf(field.parentType.name, field.node.name.value);
      return [...(requirement === undefined ? [] : [{ steps, requirement, conditional: field.conditional }]), ...guardsIn(field.fields, steps)];
    });

  const prune = (set: SelectionSetNode, type: GraphQLNamedType, caller: Caller): SelectionSetNode => {
    const kept = set.selections.flatMap((selection): readonly SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = selection.typeCondition === undefined ? type : schema.getType(selection.typeCondition.name.value);
        return inner === undefined ? [selection] : [{ ...selection, selectionSet: prune(selection.selectionSet, inner, caller) }];
      }
      const requirement = requirementOf(type.name, selection.name.value);
      if (requirement !== undefined && !isMet(requirement, caller)) return [];
      const inner = fieldType(type, selection.name.value);
      if (selection.selectionSet === undefined || inner === undefined) return [selection];
      return [{ ...selection, selectionSet: prune(selection.selectionSet, getNamedType(inner), caller) }];
    });
    return { ...set, selections: kept.length > 0 ? kept : [PLACEHOLDER_FIELD] };
  };

  return {
    guardsOf: (document, operationName) => {
      const operation = operationOf(document, operationName);
      return operation === undefined ? [] : guardsIn(selectedFields(schema, document, operation), []);
    },
    withoutDenied: (document, caller) => ({
      ...document,
      definitions: document.definitions.map((definition) => {
        if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) return definition;
        const type = definition.kind === Kind.OPERATION_DEFINITION ? schema.getRootType(definition.operation) : schema.getType(definition.typeCondition.name.value);
        return type === undefined || type === null ? definition : { ...definition, selectionSet: prune(definition.selectionSet, type, caller) };
      }),
    }),
  };
}

const PLACEHOLDER_FIELD: FieldNode = { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: PLACEHOLDER }, name: { kind: Kind.NAME, value: '__typename' } };

function fieldType(type: GraphQLNamedType, name: string): GraphQLOutputType | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name]?.type : undefined;
}

export type Denial = { readonly data: Data | null; readonly errors: readonly GraphQLError[] };

/** Puts null and an error at each denied place that exists in the answer; null goes up to the next nullable place. Changes `data` in place. */
export function withDenials(data: Data | null, denied: readonly Guard[], request: { readonly caller: Caller; readonly variables: Readonly<Record<string, unknown>> }): Denial {
  if (data === null) return { data, errors: [] };
  removePlaceholders(data);
  const errors: GraphQLError[] = [];
  let isNulled = false;
  for (const { steps, conditional } of denied) {
    if (conditional.some((selection) => isSkipped(selection, request.variables))) continue;
    const onNull = (path: readonly (string | number)[]) => void errors.push(denialAt(path, request.caller));
    isNulled = nullAt(data, steps, onNull) || isNulled;
  }
  return { data: isNulled ? null : data, errors };
}

function denialAt(path: readonly (string | number)[], caller: Caller): GraphQLError {
  const cause = isSomebody(caller) ? forbidden() : unauthenticated();
  return new GraphQLError(cause.message, { path, originalError: cause });
}

function isSkipped(selection: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  return getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true || getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false;
}

function removePlaceholders(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) removePlaceholders(item);
  } else if (typeof value === 'object' && value !== null) {
    if (PLACEHOLDER in value) Reflect.deleteProperty(value, PLACEHOLDER);
    for (const inner of Object.values(value)) removePlaceholders(inner);
  }
}
