import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createReadModelStore } from '#mail/read-model-store.ts';
import { createSubjectLookup } from '#mail/subject-lookup.ts';
import { IDENTITY_HEADER, createIdentitySigner, createIdentityVerifier } from '#platform/identity.ts';
import { newId } from '#platform/ids.ts';
import { createSubgraphRequest } from '#platform/subgraph-request.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { eventFacts, recipientFacts } from './scene.ts';

const SECRET = 'a secret of at least thirty-two characters';

/** An owner of events that knows `known`, and writes down what it was asked and by whom. */
async function owner(known: Readonly<Record<string, object>>) {
  const verify = createIdentityVerifier(SECRET, 'events');
  const asked: { readonly ids: readonly string[]; readonly service: string | null }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as { variables: { representations: { id: string }[] } };
      const ids = variables.representations.map(({ id }) => id);
      void verify(String(request.headers[IDENTITY_HEADER])).then(({ service }) => {
        asked.push({ ids, service });
        response.setHeader('content-type', 'application/json');
        return response.end(JSON.stringify({ data: { _entities: ids.map((id) => (known[id] === undefined ? null : { id, facts: known[id] })) } }));
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, url, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
}

function lookupOf(db: Parameters<typeof createReadModelStore>[0], url: string) {
  const ask = createSubgraphRequest({ url, audience: 'events', sign: createIdentitySigner(SECRET) });
  const readModel = createReadModelStore(db);
  return { readModel, lookup: createSubjectLookup({ readModel, askEvents: ask, askUsers: ask, service: 'notifications' }) };
}

describe('looking up an event or a person', () => {
  it('asks the owner once about what is missing, as a service, and remembers the answer', async () => {
    await using engine = await mailEngine();
    const [known, unknown] = [newId(), newId()];
    const facts = eventFacts();
    await using events = await owner({ [known]: { version: 3, ...facts } });
    const { lookup, readModel } = lookupOf(engine.db, events.url);
    const found = await lookup.events.getMany([known, unknown]);
    expect(found.get(known)).toEqual({ state: 'known', facts });
    expect(found.get(unknown)).toEqual({ state: 'deleted' });
    expect(events.asked).toEqual([{ ids: [known, unknown], service: 'notifications' }]);
    expect(await lookup.events.get(known)).toEqual({ state: 'known', facts });
    expect(events.asked).toHaveLength(1);
    expect(await readModel.events.versionOf(known)).toBe(3);
  });

  it('asks about what it knows before something is refused, and keeps the newer answer', async () => {
    await using engine = await mailEngine();
    const id = newId();
    await using events = await owner({ [id]: { version: 2, ...eventFacts({ title: 'Newer' }) } });
    const { lookup, readModel } = lookupOf(engine.db, events.url);
    await readModel.events.learn({ id, version: 1, facts: eventFacts({ title: 'Older' }) });
    expect(await lookup.events.getFresh(id)).toMatchObject({ facts: { title: 'Newer' } });
    expect(await lookup.events.get(id)).toMatchObject({ facts: { title: 'Newer' } });
  });

  it('answers from what it knows while the owner is away, and fails only where it knows nothing', async () => {
    await using engine = await mailEngine();
    const { lookup, readModel } = lookupOf(engine.db, 'http://127.0.0.1:1');
    const id = newId();
    await readModel.recipients.learn({ id, version: 1, facts: recipientFacts('ana@example.org') });
    expect(await lookup.recipients.getFresh(id)).toMatchObject({ state: 'known' });
    await expect(lookup.recipients.get(newId())).rejects.toThrow('did not answer');
  });
});

describe('what is known by version', () => {
  it('draws consequences once for each change, from what was last reacted to', async () => {
    await using engine = await mailEngine();
    const { events } = createReadModelStore(engine.db);
    const id = newId();
    const seen: (readonly [string | undefined, string | undefined])[] = [];
    const advance = (version: number, title: string) =>
      events.advance({ id, version, facts: eventFacts({ title }) }, async ({ before, after }) => {
        seen.push([before?.title, after?.title]);
      });
    await advance(1, 'one');
    await advance(3, 'three');
    await advance(2, 'two');
    await advance(3, 'three');
    expect(seen).toEqual([[undefined, 'one'], ['one', 'three']]);
  });

  it('repeats what a crash interrupted', async () => {
    await using engine = await mailEngine();
    const { events } = createReadModelStore(engine.db);
    const id = newId();
    await events.advance({ id, version: 1, facts: eventFacts({ title: 'one' }) }, async () => {});
    const crash = events.advance({ id, version: 2, facts: eventFacts({ title: 'two' }) }, () => Promise.reject(new Error('a crash')));
    await expect(crash).rejects.toThrow('a crash');
    expect(await events.get(id)).toMatchObject({ facts: { title: 'two' } });
    const seen: (string | undefined)[] = [];
    await events.advance({ id, version: 2, facts: eventFacts({ title: 'two' }) }, async ({ before }) => {
      seen.push(before?.title);
    });
    expect(seen).toEqual(['one']);
  });

  it('takes the birth of what nobody knew as it is, and that of what is known as news', async () => {
    await using engine = await mailEngine();
    const { events } = createReadModelStore(engine.db);
    const [unknown, known] = [newId(), newId()];
    const seen: string[] = [];
    const hearOfBirth = (id: string) => events.advance({ id, version: 1, facts: eventFacts({ title: 'born' }), isBirth: true }, async () => void seen.push(id));
    await hearOfBirth(unknown);
    await events.advance({ id: unknown, version: 2, facts: eventFacts({ title: 'grown' }) }, async ({ before }) => void seen.push(`${before?.title}`));
    const crash = events.advance({ id: known, version: 1, facts: eventFacts({ title: 'born' }) }, () => Promise.reject(new Error('a crash')));
    await expect(crash).rejects.toThrow('a crash');
    await hearOfBirth(known);
    expect(seen).toEqual(['born', known]);
  });

  it('reacts to what came while it was reacting', async () => {
    await using engine = await mailEngine();
    const { events } = createReadModelStore(engine.db);
    const id = newId();
    const seen: (string | undefined)[] = [];
    await events.advance({ id, version: 1, facts: eventFacts({ title: 'one' }) }, async ({ after }) => {
      seen.push(after?.title);
      if (seen.length === 1) await events.learn({ id, version: 2, facts: eventFacts({ title: 'two' }) });
    });
    expect(seen).toEqual(['one', 'two']);
  });

  it('draws the newer consequences last, though another process drew them first', async () => {
    await using engine = await mailEngine();
    const { events } = createReadModelStore(engine.db);
    const id = newId();
    const seen: string[] = [];
    await events.advance({ id, version: 1, facts: eventFacts({ title: 'one' }) }, async () => {});
    await events.advance({ id, version: 2, facts: eventFacts({ title: 'two' }) }, async ({ before, after }) => {
      if (after?.title === 'two') await events.advance({ id, version: 3, facts: eventFacts({ title: 'three' }) }, async () => {});
      seen.push(`${before?.title} to ${after?.title}`);
    });
    expect(seen).toEqual(['one to two', 'two to three']);
  });

  it('reacts to the domain event of what the owner was asked about meanwhile', async () => {
    await using engine = await mailEngine();
    const { events } = createReadModelStore(engine.db);
    const id = newId();
    await events.advance({ id, version: 1, facts: eventFacts({ title: 'one' }) }, async () => {});
    await events.learn({ id, version: 2, facts: eventFacts({ title: 'two' }) });
    const seen: (string | undefined)[] = [];
    await events.advance({ id, version: 2, facts: eventFacts({ title: 'two' }) }, async ({ before }) => {
      seen.push(before?.title);
    });
    expect(seen).toEqual(['one']);
  });
});
