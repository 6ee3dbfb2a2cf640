/** Composes supergraph.yaml into supergraph.graphql, offline. `--check` only compares. */
import { readFile } from 'node:fs/promises';
import { composeServices } from '@apollo/composition';
import { parse as parseGraphql } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { settle } from './generated-file.ts';

const configuration = z.object({
  subgraphs: z.record(z.string(), z.object({ routing_url: z.url(), schema: z.object({ file: z.string() }) })),
});

const { subgraphs } = configuration.parse(parseYaml(await readFile('supergraph.yaml', 'utf8')));
const services = await Promise.all(
  Object.entries(subgraphs).map(async ([name, { routing_url: url, schema }]) => ({ name, url, typeDefs: parseGraphql(await readFile(schema.file, 'utf8')) })),
);
const { errors, supergraphSdl, hints } = composeServices(services);
for (const hint of hints ?? []) if (hint.definition.level.value > 20) console.warn(hint.message);
if (errors !== undefined) {
  for (const error of errors) console.error(error.message);
  process.exitCode = 1;
} else {
  await settle('supergraph.graphql', `${supergraphSdl.trimEnd()}\n`, 'npm run compose');
}
