/** Hides how a test drives the embedded server's commands in process, without a connection. */
import { readDocument } from '#embedded/mongo/bson/reader.ts';
import type { Document } from '#embedded/mongo/bson/value.ts';
import { CursorRegistry } from '#embedded/mongo/commands/cursors.ts';
import { createDispatcher } from '#embedded/mongo/commands/dispatch.ts';
import { Catalog } from '#embedded/mongo/store/catalog.ts';

/** Runs commands on a database held in memory; answers the reply, refusals included. */
export type EmbeddedServer = { readonly catalog: Catalog; readonly run: (command: Document) => Document };

export function embeddedServer(now: () => Date = () => new Date()): EmbeddedServer {
  const catalog = new Catalog(null);
  const answer = createDispatcher({ catalog, cursors: new CursorRegistry(now), failPoints: null, now });
  const connection = { id: 1, applicationName: '' };
  const run = (command: Document): Document => {
    const name = Object.keys(command)[0] ?? '';
    const reply = answer({ requestId: 1, isLegacy: false, wantsReply: true, name, database: 'test', body: command, encoded: null }, connection);
    if (reply === null || reply instanceof Promise) throw new Error(`${name} was not answered at once`);
    return Buffer.isBuffer(reply) ? readDocument(reply) : reply;
  };
  return { catalog, run };
}
