/** Hides how a resolver learns what exactly was asked of it, and says who may keep its answer. */
import { Kind } from 'graphql';
import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** Whether the field's selection names `name`, directly or in a fragment. */
export function isFieldAsked(info: GraphQLResolveInfo, name: string): boolean {
  return info.fieldNodes.some(({ selectionSet }) => selectionSet !== undefined && selects(selectionSet, name, info));
}

function selects({ selections }: SelectionSetNode, name: string, info: GraphQLResolveInfo): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name;
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    return fragment !== undefined && selects(fragment.selectionSet, name, info);
  });
}

/** Whether the client itself gave the argument, rather than the schema's default. */
export function isArgumentGiven(info: GraphQLResolveInfo, name: string): boolean {
  return info.fieldNodes.some((node) => isGivenIn(node, name, info));
}

function isGivenIn(node: FieldNode, name: string, info: GraphQLResolveInfo): boolean {
  const argument = node.arguments?.find((candidate) => candidate.name.value === name);
  if (argument === undefined) return false;
  return argument.value.kind !== Kind.VARIABLE || argument.value.name.value in info.variableValues;
}

/** What Apollo Server's cache control adds to `info`. */
type CacheControlInfo = { readonly cacheControl?: { readonly setCacheHint: (hint: { readonly maxAge: number; readonly scope: 'PRIVATE' }) => void } };

/** Nobody may keep this answer: it depends on the viewer. */
export function keepPrivate(info: GraphQLResolveInfo): void {
  (info as GraphQLResolveInfo & CacheControlInfo).cacheControl?.setCacheHint({ maxAge: 0, scope: 'PRIVATE' });
}
