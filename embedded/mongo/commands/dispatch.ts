/** Hides how a message becomes an answer: the command is found, its fields are checked, and it is run. */
import { toNumber } from '../bson/number.ts';
import { isDocument, isMissing, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { readDocument } from '../bson/reader.ts';
import type { Answer, Connection } from '../wire/listener.ts';
import type { Message } from '../wire/message.ts';
import { AGGREGATE_COMMANDS } from './aggregate.ts';
import { BULK_WRITE_COMMANDS } from './bulk-write.ts';
import { COLLECTION_COMMANDS } from './collections.ts';
import { DIAGNOSTIC_COMMANDS } from './diagnostics.ts';
import { EXPLAIN_COMMANDS } from './explain.ts';
import { FIND_AND_MODIFY_COMMANDS } from './find-and-modify.ts';
import { READ_COMMANDS } from './find.ts';
import { INDEX_COMMANDS } from './indexes.ts';
import type { Command, Reply, Request, Server } from './request.ts';
import { WRITE_COMMANDS } from './write.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [
    AGGREGATE_COMMANDS,
    BULK_WRITE_COMMANDS,
    COLLECTION_COMMANDS,
    DIAGNOSTIC_COMMANDS,
    EXPLAIN_COMMANDS,
    FIND_AND_MODIFY_COMMANDS,
    INDEX_COMMANDS,
    READ_COMMANDS,
    WRITE_COMMANDS,
  ].flatMap((commands) => Object.entries(commands)),
);

/** Fields any command may carry. Reads and writes here are always majority, durable and in order, so concerns change nothing. */
const COMMON_FIELDS = new Set([
  '$db', 'lsid', '$readPreference', '$clusterTime', 'comment', 'maxTimeMS', 'readConcern', 'writeConcern',
  'apiVersion', 'apiStrict', 'apiDeprecationErrors', 'txnNumber', 'autocommit', 'startTransaction', 'bypassEmptyTsReplacement',
]);

/** Answers messages for a server. The changes they make are not yet durable. */
export function createDispatcher(server: Server): (message: Message, connection: Connection) => Answer | Promise<Answer> {
  const answer = (request: Request): Reply => attempt(() => run(request, server));
  return ({ name, database, body, encoded }, connection) => {
    const request: Request = { name, database, body, encoded, connection };
    const failure = server.failPoints?.failureOf(name, body, connection.applicationName);
    if (!failure) return answer(request);
    const respond = (): Answer => {
      if (failure.closesConnection) return null;
      return failure.error ?? added(answer(request), failure.addition);
    };
    return failure.delayMs > 0 ? later(failure.delayMs, respond) : respond();
  };
}

function later(delayMs: number, respond: () => Answer): Promise<Answer> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(respond()), delayMs);
  });
}

function added(reply: Reply, addition: Document): Reply {
  if (Object.keys(addition).length === 0) return reply;
  return { ...(Buffer.isBuffer(reply) ? readDocument(reply) : reply), ...addition };
}

function attempt(work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (error instanceof CommandError) return { ok: 0, ...error.toDocument() };
    console.error(error);
    const message = error instanceof Error ? error.message : String(error);
    return { ok: 0, ...new CommandError(1, `the embedded server failed: ${message}`).toDocument() };
  }
}

function run(request: Request, server: Server): Reply {
  const command = COMMANDS.get(request.name);
  if (!command) throw new CommandError(59, `no such command: '${request.name}'`);
  checkFields(command, request);
  checkSession(request.body);
  checkConcerns(request.body);
  return command.run(request, server);
}

function checkFields({ fields = [], lacks = [] }: Command, { name, body }: Request): void {
  for (const field of Object.keys(body)) {
    if (field === name || COMMON_FIELDS.has(field) || fields.includes(field)) continue;
    if (!lacks.includes(field)) throw new CommandError(40415, `BSON field '${name}.${field}' is an unknown field.`);
    if (body[field] !== false && !isMissing(body[field])) throw notImplemented(`${name} option '${field}'`);
  }
}

function checkSession({ txnNumber }: Document): void {
  if (txnNumber !== undefined) throw new CommandError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
}

function checkConcerns({ readConcern, writeConcern }: Document): void {
  const level = isDocument(readConcern) ? readConcern['level'] : undefined;
  if (level === 'snapshot') throw new CommandError(72, 'read concern level snapshot is not valid on a standalone server');
  const w = isDocument(writeConcern) ? writeConcern['w'] : undefined;
  if (typeof w === 'string' && w !== 'majority') throw new CommandError(79, `No write concern mode named '${w}' found in replica set configuration`);
  if (toNumber(w) > 1) throw new CommandError(2, "cannot use 'w' > 1 when a host is not replicated");
}
