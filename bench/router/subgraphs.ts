/**
 * Serves the subgraphs' schemas with made-up data as fast as can be, so that what is measured is the gateway before them. Prints the ports.
 * `node bench/router/subgraphs.ts [--name users --port 4001] [--keys <JSON of public keys>]`: that one on that port, or all three on free ones.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { graphql } from 'graphql';
import { createSubgraphSchema } from '#platform/subgraph.ts';
import type { SubgraphName } from '#platform/subgraph.ts';
import { createStandIns, standInResolvers } from '#tests/support/stand-ins.ts';

const { values: { name: wantedName, port: wantedPort, keys } } = parseArgs({ options: { name: { type: 'string' }, port: { type: 'string', default: '0' }, keys: { type: 'string', default: '[]' } } });
const names = (['users', 'events', 'notifications'] as const).filter((name) => wantedName === undefined || name === wantedName);
const standIns = createStandIns(200);

process.on('disconnect', () => process.exit(0));
const ports = await Promise.all(names.map(serve));
console.log(JSON.stringify(Object.fromEntries(names.map((name, index) => [name, ports[index]]))));

async function serve(name: SubgraphName): Promise<number> {
  const schema = await createSubgraphSchema({
    schemaUrl: new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url),
    resolvers: standInResolvers(name, standIns, () => Promise.resolve()),
    permissions: {},
  });
  // The same question has the same answer: worked out once, so that graphql-js does not share the measurement.
  const answers = new Map<string, Promise<string>>();
  const answer = async (body: string): Promise<string> => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    return JSON.stringify(await graphql({ schema, source: query, variableValues: variables, contextValue: { identity: { viewer: null }, name } }));
  };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const known = answers.get(body) ?? answer(body);
    if (answers.size < 10_000) answers.set(body, known);
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'max-age=60, public' });
    response.end(await known);
  };
  const server = createServer((request, response) => void (request.method === 'POST' ? respond(request, response) : response.setHeader('content-type', 'application/json').end(`{"status":"ready","keys":${keys}}`)));
  await new Promise<void>((resolve) => server.listen(Number(wantedPort), '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
