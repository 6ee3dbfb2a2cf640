/** Hides how stand-ins answer something for every field, and another thing to each person wherever a field is not public: so that an answer given to the wrong person shows. */
import { createHash } from 'node:crypto';
import { Kind, getNamedType, getNullableType, isEnumType, isLeafType, isListType, isObjectType } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, FieldDefinitionNode, GraphQLOutputType, GraphQLResolveInfo, ObjectTypeDefinitionNode } from 'graphql';

type Resolve<Context> = (...call: [parent: never, args: never, context: Context, info: GraphQLResolveInfo]) => unknown;
export type Resolvers<Context> = Readonly<Record<string, Readonly<Record<string, Resolve<Context>>>>>;

/** Made-up things carry for whom they were made: everything below is for the same person. */
const FOR = Symbol('for');

type Options<Context> = {
  /** An id of something that is there, from any number. */
  readonly sampleId: (n: number) => string;
  readonly isGenerous: () => boolean;
  /** Names the person who asks, by the resolvers' context. */
  readonly viewerOf: (context: Context) => string;
};

/** The resolvers with one for each field of the schema but its mutations; they behave as before while not generous. */
export function withGenerousAnswers<Context>(sdl: DocumentNode, resolvers: Resolvers<Context>, options: Options<Context>): Resolvers<Context> {
  const types = sdl.definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value !== 'Mutation') as ObjectTypeDefinitionNode[];
  const generous = types.map((type) => {
    const own = resolvers[type.name.value] ?? {};
    const fields = (type.fields ?? []).map((field) => [field.name.value, generousResolver(own[field.name.value], { ...options, isPrivate: isPrivate(type, field) })]);
    return [type.name.value, { ...own, ...Object.fromEntries(fields) }];
  });
  return { ...resolvers, ...Object.fromEntries(generous) };
}

function generousResolver<Context>(own: Resolve<Context> | undefined, { isGenerous, viewerOf, sampleId, isPrivate }: Options<Context> & { readonly isPrivate: boolean }): Resolve<Context> {
  return async (...call) => {
    const [, , context, info] = call;
    const parent = call[0] as Readonly<Record<string | symbol, unknown>> | undefined;
    const given = own === undefined ? parent?.[info.fieldName] : await own(...call);
    if (!isGenerous()) return given;
    const madeFor = parent?.[FOR] ?? (isPrivate ? viewerOf(context) : undefined);
    const isAnswered = given !== undefined && given !== null && !(Array.isArray(given) && given.length === 0);
    if (madeFor === undefined) return isAnswered ? given : sampleOf(info.returnType, { name: info.fieldName, madeFor: 'everybody', sampleId });
    if (isAnswered && (info.fieldName === 'id' || !isLeafType(getNamedType(info.returnType)))) return markedFor(given, madeFor);
    return sampleOf(info.returnType, { name: info.fieldName, madeFor: String(madeFor), sampleId });
  };
}

function markedFor(given: unknown, madeFor: unknown): unknown {
  if (Array.isArray(given)) return given.map((item) => markedFor(item, madeFor));
  return typeof given === 'object' && given !== null ? { ...given, [FOR]: madeFor } : given;
}

function isPrivate(type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): boolean {
  const [onField, onType] = [hintOf(field.directives), hintOf(type.directives)];
  return (onField ?? onType ?? 'private') === 'private';
}

/** What is said of a field or type; undefined for nothing. */
function hintOf(directives: readonly ConstDirectiveNode[] = []): 'public' | 'private' | undefined {
  const hint = directives.find(({ name }) => name.value === 'cacheControl');
  if (hint === undefined) return undefined;
  return hint.arguments?.some(({ value }) => (value.kind === Kind.ENUM && value.value === 'PRIVATE') || (value.kind === Kind.INT && value.value === '0')) === true ? 'private' : 'public';
}

type Sample = { readonly name: string; readonly madeFor: string; readonly sampleId: (n: number) => string };

function sampleOf(type: GraphQLOutputType, sample: Sample): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [sampleOf(nullable.ofType, sample)];
  if (isObjectType(nullable)) return { [FOR]: sample.madeFor };
  const digest = createHash('sha256').update(`${sample.name} ${sample.madeFor}`).digest();
  const number = digest.readUInt16BE(0);
  if (isEnumType(nullable)) return nullable.getValues()[number % nullable.getValues().length]?.value;
  const hex = digest.toString('hex');
  const samples: Readonly<Record<string, unknown>> = {
    ID: sample.sampleId(number),
    Int: number, Float: number / 2 ** 10, Boolean: number % 2 === 0, JSON: { [sample.name]: hex }, DateTime: new Date(number * 1e7),
    EmailAddress: `${hex}@example.org`, TimeZone: ['Europe/Madrid', 'America/Lima', 'Asia/Tokyo'][number % 3], Duration: `PT${number}M`,
  };
  return nullable.name === 'String' ? `${sample.name} ${hex}` : samples[nullable.name];
}
