/** Hides how queries are made out of a schema so that every field that can be queried is. */
import { buildSchema, getNamedType, isInputObjectType, isLeafType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLObjectType } from 'graphql';
import { standInId } from './stand-ins.ts';

export type FieldQuery = {
  /** The selection below the query's root, such as `event(id: "…") { place { name } }`. */
  readonly selection: string;
  /** What it exercises, as `Type.field`. */
  readonly fields: readonly string[];
};

/** Fields are asked for along every path of so many levels, and deeper ones along one path. */
const LEVELS = 3;

/** The public schema's queries and the fields they can reach, out of a composed supergraph. */
export function everyQuery(supergraphSdl: string): { readonly queries: readonly FieldQuery[]; readonly reachable: ReadonlySet<string> } {
  const schema = buildSchema(supergraphSdl, { assumeValid: true });
  const query = schema.getQueryType();
  if (query === undefined || query === null) throw new Error('a supergraph without queries');
  const expanded = new Set<string>();
  return { queries: below(query, { path: [], expanded }), reachable: reachableFields(query) };
}

type Walk = { readonly path: readonly string[]; readonly expanded: Set<string> };

/** A selection for each leaf below. A type met for the first time is followed however deep it lies. */
function below(type: GraphQLObjectType, { path, expanded }: Walk): readonly FieldQuery[] {
  const isNew = !expanded.has(type.name);
  expanded.add(type.name);
  if (path.length >= LEVELS && !isNew) return [];
  return publicFields(type).flatMap((field) => {
    const place = `${type.name}.${field.name}`;
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [{ selection: call(field), fields: [place] }];
    if (!isObjectType(inner)) throw new Error(`${place} is neither an object nor a leaf: teach everyQuery to ask for it`);
    const known = below(inner, { path: [...path, place], expanded });
    // Met before and too deep to follow again: the field itself is still asked for.
    const inners = known.length > 0 ? known : [{ selection: '__typename', fields: [] }];
    return inners.map(({ selection, fields }) => ({ selection: `${call(field)} { ${selection} }`, fields: [place, ...fields] }));
  });
}

function call(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(({ name, type, defaultValue }) => name === 'first' || (isNonNullType(type) && defaultValue === undefined));
  return given.length === 0 ? field.name : `${field.name}(${given.map((argument) => `${argument.name}: ${valueFor(argument)}`).join(', ')})`;
}

function valueFor({ name, type }: GraphQLArgument): string {
  const inner = getNamedType(type);
  if (name === 'first') return '2';
  if (inner.name === 'ID') return JSON.stringify(standInId('e', 1));
  if (isInputObjectType(inner) || inner.name !== 'String') throw new Error(`No value is known for the argument ${name}: ${String(type)}.`);
  return '"x"';
}

/** Whatever is not among them is part of a change's answer, which is never kept. */
function reachableFields(from: GraphQLObjectType): ReadonlySet<string> {
  const fields = new Set<string>();
  const types = new Set([from]);
  for (const type of types) {
    for (const field of publicFields(type)) {
      fields.add(`${type.name}.${field.name}`);
      const inner = getNamedType(field.type);
      if (isObjectType(inner)) types.add(inner);
    }
  }
  return fields;
}

function publicFields(type: GraphQLObjectType): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields()).filter((field) => !field.astNode?.directives?.some(({ name }) => name.value === 'inaccessible'));
}
