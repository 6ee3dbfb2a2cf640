/** Hides how what the subgraphs sent becomes the answer: the fields asked for, in order, null where null must spread. Worked out once per document. */
import { getNamedType, isCompositeType, isEnumType, isListType, isNonNullType, isObjectType, isScalarType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLObjectType, GraphQLOutputType } from 'graphql';
import { responseKey } from '../selections.ts';
import type { SelectedField } from '../selections.ts';

export type Data = Record<string, unknown>;

type FieldShape = { readonly key: string; readonly typeName: string } | { readonly key: string; readonly value: ValueShape };
export type ObjectShape = { readonly typeName: string; readonly fields: readonly FieldShape[] };
type ValueShape = { readonly isNonNull: boolean } & ({ readonly items: ValueShape } | { readonly object: ObjectShape } | { readonly isValid: (value: unknown) => boolean });

/** The shape of a selection on an object type; null where it needs more than this knows: interfaces, unions, the schema itself. */
export function shapeOf(type: GraphQLObjectType, fields: readonly SelectedField[]): ObjectShape | null {
  const byKey = Map.groupBy(fields, ({ node }) => responseKey(node));
  const shapes: FieldShape[] = [];
  for (const [key, selected] of byKey) {
    const [first] = selected;
    if (first === undefined || selected.some(({ parentType, conditional }) => parentType !== type || conditional.length > 0)) return null;
    const name = first.node.name.value;
    if (name === '__typename') {
      shapes.push({ key, typeName: type.name });
      continue;
    }
    const value = name.startsWith('__') ? null : valueShape(first.definition.type, selected.flatMap(({ fields }) => fields));
    if (value === null) return null;
    shapes.push({ key, value });
  }
  return { typeName: type.name, fields: shapes };
}

function valueShape(type: GraphQLOutputType, fields: readonly SelectedField[]): ValueShape | null {
  const isNonNull = isNonNullType(type);
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    const items = valueShape(inner.ofType, fields);
    return items === null ? null : { isNonNull, items };
  }
  if (!isCompositeType(inner)) return { isNonNull, isValid: leafCheck(inner) };
  const object = isObjectType(inner) ? shapeOf(inner, fields) : null;
  return object === null ? null : { isNonNull, object };
}

function leafCheck(type: GraphQLOutputType): (value: unknown) => boolean {
  const named = getNamedType(type);
  if (isEnumType(named)) {
    const names = new Set<unknown>(named.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  if (!isScalarType(named) || !isSpecifiedScalarType(named)) return () => true;
  switch (named.name) {
    case 'Int':
      return (value) => typeof value === 'number' && Number.isInteger(value);
    case 'Float':
      return (value) => typeof value === 'number';
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'ID':
      return (value) => typeof value === 'string' || typeof value === 'number';
    default:
      return (value) => typeof value === 'string';
  }
}

/** Told of each place where null stands for what may not be null, or for a value that is none of its type. */
type OnViolation = () => void;

/** The object in its shape, or null where null spreads up to it. */
export function shapeObject(input: Data, { fields }: ObjectShape, onViolation: OnViolation): Data | null {
  const output: Data = {};
  for (const field of fields) {
    if ('typeName' in field) {
      output[field.key] = field.typeName;
      continue;
    }
    const value = shapeValue(Object.hasOwn(input, field.key) ? input[field.key] : null, field.value, onViolation);
    if (value === null && field.value.isNonNull) {
      onViolation();
      return null;
    }
    output[field.key] = value;
  }
  return output;
}

function shapeValue(input: unknown, shape: ValueShape, onViolation: OnViolation): unknown {
  if (input === null || input === undefined) return null;
  if ('items' in shape) return Array.isArray(input) ? shapeItems(input, shape.items, onViolation) : violation(onViolation);
  if ('object' in shape) return isData(input) ? shapeObject(input, shape.object, onViolation) : violation(onViolation);
  return shape.isValid(input) ? input : violation(onViolation);
}

function shapeItems(input: readonly unknown[], items: ValueShape, onViolation: OnViolation): readonly unknown[] | null {
  const output = input.map((item) => shapeValue(item, items, onViolation));
  if (!items.isNonNull || !output.includes(null)) return output;
  onViolation();
  return null;
}

function violation(onViolation: OnViolation): null {
  onViolation();
  return null;
}

export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
