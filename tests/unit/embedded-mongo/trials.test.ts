import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { startServerProcess, temporaryFolder } from '#embedded/mongo/child-process.ts';
import { killUnderLoad } from './kill-nine.ts';
import { fuzzPlanner } from './planner-fuzz.ts';
import { throwGarbage } from './protocol-fuzz.ts';

// Short forms of the trials in bench/mongo-trials.ts.

test('random queries are answered alike with and without indexes', () => {
  const { withIndex, differences } = fuzzPlanner(Date.now(), 500);
  expect(differences).toEqual([]);
  expect(withIndex).toBeGreaterThan(150);
});

test('two kills under load lose no acknowledged write, and the indexes agree with the documents', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();
  const { acknowledged, lost, problems } = await killUnderLoad(`${folder.path}/data.db`, 2);
  expect({ lost, problems }).toEqual({ lost: 0, problems: [] });
  expect(acknowledged).toBeGreaterThanOrEqual(200);
  await folder.remove();
});

test('garbage closes its own connection and does no other harm', { timeout: 60_000 }, async () => {
  const server = await startServerProcess([]);
  const client = await new MongoClient(server.url).connect();
  await client.db('a').collection('b').insertOne({ kept: true });
  await throwGarbage(Number(new URL(server.url).port), Date.now(), 500);
  expect(await client.db('a').collection('b').countDocuments({ kept: true })).toBe(1);
  await client.close();
  expect(await server.stop()).toMatchObject({ code: 0 });
});
