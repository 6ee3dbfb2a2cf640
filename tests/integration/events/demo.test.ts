import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { backingServices } from '#tests/support/backing-services.ts';
import { eventually } from '#tests/support/eventually.ts';
import { runToExit, stackEnvironment } from '#tests/support/processes.ts';
import { person, startEventsSubgraph } from './events-subgraph.ts';

describe('the demo data', () => {
  it('is there after loading, the same after loading again, and no reason for a mail', async () => {
    const environment = await stackEnvironment();
    await using events = await startEventsSubgraph({ environment });
    const load = () => runToExit({ entry: 'cli/demo.ts', env: environment });
    const first = await load();
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('demo@eventpost.example') });
    await using client = await MongoClient.connect(backingServices().mongodbUrl);
    const database = (name: string) => client.db(`${environment['MONGODB_DATABASE_PREFIX']}_${name}`);
    const countAll = async () => ({
      users: await database('users').collection('users').countDocuments(),
      events: await database('events').collection('events').countDocuments(),
      attendances: await database('events').collection('attendances').countDocuments(),
      notifications: await database('notifications').collection('notifications').countDocuments(),
    });
    const counts = await countAll();
    expect(counts).toMatchObject({ users: 61, events: 200 });
    expect((await load()).code).toBe(0);
    expect(await countAll()).toEqual(counts);

    const { events: list } = await events.data(person(), '{ events(orderBy: POPULARITY, first: 5) { edges { node { title place { name } likeCount } } totalCount } }');
    expect(list.totalCount).toBeGreaterThan(100);
    await eventually(async () => expect(await database('events').collection('events').countDocuments({ unpublished: true })).toBe(0));
    for (const name of ['likes', 'attendances']) expect(await database('events').collection(name).countDocuments({ unpublished: true })).toBe(0);
    expect(await database('notifications').collection('notifications').countDocuments({ scheduledAt: { $lte: new Date() } })).toBe(0);
  });
});
