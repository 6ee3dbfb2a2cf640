/** Hides what is worked out once per document: its parsed form, its size, whether its answer may be kept, and what its answer depends on. */
import { OperationTypeNode, parse } from 'graphql';
import { hash } from 'node:crypto';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { costOf } from './limits/operation-cost.ts';
import type { Variables } from './limits/operation-cost.ts';
import { MAX_COST, MAX_INTROSPECTION_COST, MAX_TOKENS, assertCost, assertSize } from './limits/limits.ts';
import { measureOperations } from './limits/operation-size.ts';
import { dependenciesOf, isKeepable, mutatedBy } from './dependencies.ts';
import type { Dependencies } from './dependencies.ts';
import { operationOf, selectedFields } from './selections.ts';
import type { SelectedField } from './selections.ts';
import type { Supergraph } from './supergraph.ts';

export type Operation = {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Asks for nothing but the schema. */
  readonly isIntrospection: boolean;
  /** Whether its answer might be public. */
  readonly isKeepable: boolean;
  readonly dependsOn: Dependencies;
  /** What it changes, when it is a mutation. */
  readonly mutates: Dependencies;
  /** Throws OperationLimitError when it would cost too much with these variables. */
  readonly assertCost: (variables: Variables) => void;
};

export type Operations = {
  /**
   * The operation of that name in the document, or undefined where Apollo Server should say what is wrong with it.
   * Throws GraphQLError for what does not parse, OperationLimitError for what is too large.
   */
  readonly prepare: (query: string, operationName: string | undefined) => Operation | undefined;
};

const MAX_BYTES = 4 * 1024 * 1024;
/** A parsed document and what is worked out of it take about so many times its text. */
const BYTES_PER_CHARACTER = 80;

/** Remembers documents within 4 MB. */
export function createOperations(schema: GraphQLSchema, supergraph: Supergraph): Operations {
  const documents = new LRUCache<string, { readonly document: DocumentNode; readonly operations: Map<string, Operation | undefined>; readonly bytes: number }>({ maxSize: MAX_BYTES, sizeCalculation: ({ bytes }) => bytes });

  const documentOf = (query: string) => {
    const fingerprint = hash('sha256', query, 'base64');
    const known = documents.get(fingerprint);
    if (known !== undefined) return known;
    const document = parse(query, { maxTokens: MAX_TOKENS, noLocation: true });
    assertSize(measureOperations(document));
    const made = { document, operations: new Map<string, Operation | undefined>(), bytes: 1_000 + query.length * BYTES_PER_CHARACTER };
    documents.set(fingerprint, made);
    return made;
  };

  return {
    prepare: (query, operationName) => {
      const { document, operations } = documentOf(query);
      const name = operationName ?? '';
      if (operations.has(name)) return operations.get(name);
      const node = operationOf(document, operationName);
      const operation = node === undefined ? undefined : describe(node, selectedFields(schema, document, node), supergraph);
      if (node !== undefined) operations.set(name, operation);
      return operation;
    },
  };
}

const NOTHING: Dependencies = { types: new Set(), subgraphs: new Set() };

function describe(node: OperationDefinitionNode, fields: readonly SelectedField[], supergraph: Supergraph): Operation {
  const isIntrospection = fields.every(({ node }) => node.name.value.startsWith('__'));
  const maxCost = isIntrospection ? MAX_INTROSPECTION_COST : MAX_COST;
  return {
    kind: node.operation,
    isIntrospection,
    isKeepable: node.operation === OperationTypeNode.QUERY && isKeepable(fields, supergraph),
    dependsOn: dependenciesOf(fields, supergraph),
    mutates: node.operation === OperationTypeNode.MUTATION ? mutatedBy(fields, supergraph) : NOTHING,
    assertCost: (variables) => assertCost(costOf(fields, variables), maxCost),
  };
}
