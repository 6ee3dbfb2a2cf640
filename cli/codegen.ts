/** Generates each subgraph's schema.types.ts from its SDL. `--check` only compares. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { printSubgraphSchema } from '@apollo/subgraph';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import { settle } from './generated-file.ts';

/** Which of our types stands behind a GraphQL type in resolvers; paths are relative to the subgraph's folder. */
const MAPPERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  users: {
    User: './user.ts#User as StoredUser',
    UserConnection: './user-search.ts#UserPage',
    Preferences: './user.ts#Preferences as StoredPreferences',
  },
  events: {
    Event: './event.ts#EventView',
    User: './event.ts#UserReference',
  },
  notifications: {
    Notification: '../../mail/notification.ts#Notification as StoredNotification',
    NotificationConnection: './notification-page.ts#NotificationPage',
    Event: './reference.ts#Reference',
    User: './reference.ts#Reference',
  },
};

const SCALARS = { DateTime: 'Date', TimeZone: 'string', EmailAddress: 'string', Duration: 'string', JSON: 'unknown', federation__FieldSet: 'string', link__Import: 'string' };

for (const [name, mappers] of Object.entries(MAPPERS)) {
  const folder = `subgraphs/${name}`;
  if (!existsSync(`${folder}/schema.graphql`)) continue;
  await settle(`${folder}/schema.types.ts`, await typesOf(parse(await readFile(`${folder}/schema.graphql`, 'utf8')), mappers), 'npm run codegen');
}

async function typesOf(typeDefs: DocumentNode, mappers: Readonly<Record<string, string>>): Promise<string> {
  const output = await codegen({
    filename: 'schema.types.ts',
    documents: [],
    schema: parse(printSubgraphSchema(buildSubgraphSchema([{ typeDefs }]))),
    config: {},
    plugins: [
      { typescript: { useTypeImports: true, enumsAsTypes: true, immutableTypes: true, avoidOptionals: { field: true }, scalars: SCALARS, defaultScalarType: 'unknown' } },
      { 'typescript-resolvers': { useTypeImports: true, federation: true, contextType: './context.ts#Context', mappers, makeResolverTypeCallable: true } },
    ],
    pluginMap: { typescript, 'typescript-resolvers': resolvers },
  });
  return `/** Generated from schema.graphql by npm run codegen. */\n${output.trim()}\n`;
}
