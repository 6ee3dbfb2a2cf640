import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#cli/fixtures/random.ts';
import { openCollections } from '#subgraphs/events/collections.ts';
import type { Collections } from '#subgraphs/events/collections.ts';
import { createDiscoveryStore } from '#subgraphs/events/discovery-store.ts';
import type { DiscoveryStore } from '#subgraphs/events/discovery-store.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { uniqueName } from '#tests/support/unique-name.ts';
import { findByPages, findNaively, makeQuery, makeStoredEvents } from './naive-discovery.ts';

/** The full size, 2,000 events and 2,000 queries, is that of bench/discovery-equivalence.ts. */
const EVENTS = 500;
const QUERIES = 250;

const stored = makeStoredEvents(1, EVENTS);
let client: MongoClient;
let collections: Collections;
let discovery: DiscoveryStore;
beforeAll(async () => {
  client = await MongoClient.connect(backingServices().mongodbUrl, { monitorCommands: true });
  collections = await openCollections(client.db(uniqueName('discovery')));
  await collections.events.insertMany([...stored]);
  discovery = createDiscoveryStore(collections);
});
afterAll(() => client.close());

describe('discovery', () => {
  it('finds what a naive filter finds, page by page in the same order', async () => {
    const random = createRandom(2);
    for (let round = 0; round < QUERIES; round += 1) {
      const query = makeQuery(random, stored);
      expect({ query, found: await findByPages(discovery, query) }).toEqual({ query, found: findNaively(stored, query) });
    }
  }, 120_000);

  it('counts what it finds', async () => {
    const random = createRandom(3);
    for (let round = 0; round < 60; round += 1) {
      const query = makeQuery(random, stored);
      expect({ query, count: await discovery.count(query.search, query.ids) }).toEqual({ query, count: findNaively(stored, query).length });
    }
  }, 60_000);

  it('neither skips nor repeats when events come in between pages', async () => {
    const random = createRandom(4);
    const arriving = [...makeStoredEvents(5, 200)];
    for (let round = 0; round < 20; round += 1) {
      const query = { ...makeQuery(random, stored), first: 5 };
      const before = findNaively(await all(), query);
      const found = await findByPages(discovery, query, async () => {
        const [next] = arriving.splice(0, 1);
        if (next !== undefined) await collections.events.insertOne(next);
      });
      expect(new Set(found).size).toBe(found.length);
      const wasThere = new Set(before);
      expect(found.filter((id) => wasThere.has(id))).toEqual(before);
    }
  }, 60_000);

  it('is answered by an index, whatever is asked', async () => {
    const commands: Document[] = [];
    client.on('commandStarted', ({ commandName, command }) => {
      if (commandName === 'find' || commandName === 'count') commands.push(command);
    });
    const random = createRandom(6);
    for (let round = 0; round < 40; round += 1) await findByPages(discovery, makeQuery(random, stored));
    client.removeAllListeners('commandStarted');
    expect(commands.length).toBeGreaterThan(40);
    for (const { lsid: _lsid, $db: database, ...command } of commands.slice(0, 150)) {
      if ('count' in command && command['query'] === undefined) continue;
      const explained = JSON.stringify(await client.db(database).command({ explain: command, verbosity: 'queryPlanner' }));
      expect(explained).not.toContain('COLLSCAN');
      expect(explained).toContain('IXSCAN');
    }
  }, 60_000);

  async function all() {
    return collections.events.find().toArray();
  }
});
