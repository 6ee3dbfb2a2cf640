/** Hides the supergraph file: what the gateway is given of it, and what it says about each field's access and home. */
import { Kind, parse, valueFromASTUntyped } from 'graphql';
import type { DirectiveNode, FieldDefinitionNode, TypeNode } from 'graphql';
import { z } from 'zod';

/** Which callers a field is for: somebody at all, and somebody with every scope of one of the lists. */
export type Requirement = { readonly scopes: readonly (readonly string[])[] };

export type Supergraph = {
  /** For the gateway: the subgraphs' real addresses, without the links that it refuses. */
  readonly sdl: string;
  readonly subgraphs: readonly string[];
  /** What `@authenticated` and `@requiresScopes` ask for `Type.field`, or undefined where anybody may. */
  readonly requirementOf: (typeName: string, fieldName: string) => Requirement | undefined;
  /** The subgraphs that resolve `Type.field`. */
  readonly subgraphsOf: (typeName: string, fieldName: string) => readonly string[];
};

/** `@apollo/gateway` refuses a supergraph that links these; the router enforces them itself (`auth-directives.ts`). */
const ENFORCED_HERE = /^\s*@link\(url: "https:\/\/specs\.apollo\.dev\/(?:authenticated|requiresScopes)\/[^"]*".*for: SECURITY\)\s*$/;

/**
 * Reads a composed supergraph. `urls` holds each subgraph's base address by name.
 * @throws Error when a subgraph of the file has no address
 */
export function readSupergraph(sdl: string, urls: Readonly<Record<string, string>>): Supergraph {
  const document = parse(sdl, { noLocation: true });
  const types = document.definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION);
  const guardedTypes = new Map<string, Requirement>();
  for (const definition of document.definitions) {
    if (!('directives' in definition) || !('name' in definition) || definition.name === undefined) continue;
    const requirement = requirementIn(definition.directives ?? []);
    if (requirement !== undefined) guardedTypes.set(definition.name.value, requirement);
  }

  const graphs = graphNames(sdl);
  const requirements = new Map<string, Requirement>();
  const homes = new Map<string, readonly string[]>();
  for (const type of types) {
    const typeGraphs = graphsIn(type.directives ?? [], 'join__type');
    for (const field of type.fields ?? []) {
      const place = `${type.name.value}.${field.name.value}`;
      const requirement = bothOf(requirementIn(field.directives ?? []), guardedTypes.get(namedType(field.type)), guardedTypes.get(type.name.value));
      if (requirement !== undefined) requirements.set(place, requirement);
      homes.set(place, homesOf(field, typeGraphs).map((graph) => graphs.get(graph) ?? graph));
    }
  }
  return {
    sdl: rewrite(sdl, urls),
    subgraphs: [...graphs.values()],
    requirementOf: (typeName, fieldName) => requirements.get(`${typeName}.${fieldName}`),
    subgraphsOf: (typeName, fieldName) => homes.get(`${typeName}.${fieldName}`) ?? [],
  };
}

const GRAPH = /^\s*(?<graph>\w+) @join__graph\(name: "(?<name>[^"]+)", url: "(?<url>[^"]*)"\)$/;

function rewrite(sdl: string, urls: Readonly<Record<string, string>>): string {
  const lines = sdl.split('\n').filter((line) => !ENFORCED_HERE.test(line));
  return lines.map((line) => withAddress(line, urls)).join('\n');
}

function withAddress(line: string, urls: Readonly<Record<string, string>>): string {
  const { name, url } = GRAPH.exec(line)?.groups ?? {};
  if (name === undefined || url === undefined) return line;
  const address = urls[name];
  if (address === undefined) throw new Error(`The supergraph names the subgraph ${name}, which has no address.`);
  return line.replace(`url: "${url}"`, `url: "${new URL('/graphql', address).href}"`);
}

function graphNames(sdl: string): ReadonlyMap<string, string> {
  const found = sdl.split('\n').flatMap((line) => {
    const { graph, name } = GRAPH.exec(line)?.groups ?? {};
    return graph === undefined || name === undefined ? [] : [[graph, name] as const];
  });
  return new Map(found);
}

function homesOf(field: FieldDefinitionNode, typeGraphs: readonly string[]): readonly string[] {
  const own = graphsIn(field.directives ?? [], 'join__field');
  return own.length > 0 ? own : typeGraphs;
}

function graphsIn(directives: readonly DirectiveNode[], name: string): readonly string[] {
  return directives.flatMap((directive) => {
    if (directive.name.value !== name) return [];
    const graph = directive.arguments?.find((argument) => argument.name.value === 'graph')?.value;
    return graph?.kind === Kind.ENUM ? [graph.value] : [];
  });
}

const scopeLists = z.array(z.array(z.string()));

function requirementIn(directives: readonly DirectiveNode[]): Requirement | undefined {
  const scopes = directives.find((directive) => directive.name.value === 'requiresScopes')?.arguments?.find((argument) => argument.name.value === 'scopes');
  if (scopes !== undefined) return { scopes: scopeLists.parse(valueFromASTUntyped(scopes.value)) };
  return directives.some((directive) => directive.name.value === 'authenticated') ? { scopes: [] } : undefined;
}

/** Everything that each of the requirements asks: the product of their alternatives. */
function bothOf(...requirements: readonly (Requirement | undefined)[]): Requirement | undefined {
  const given = requirements.filter((requirement) => requirement !== undefined);
  if (given.length === 0) return undefined;
  return { scopes: given.reduce<Requirement['scopes']>((all, { scopes }) => product(all, scopes), []) };
}

function product(left: Requirement['scopes'], right: Requirement['scopes']): Requirement['scopes'] {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  return left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])]));
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
