/** Hides the commands with which clients get to know a server: handshake, versions, sessions, fail points. */
import { Binary } from 'bson';
import { randomUUID } from 'node:crypto';
import { isDocument, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { MAX_DOCUMENT_BYTES } from '../store/collection.ts';
import { MAX_MESSAGE_BYTES } from '../wire/message.ts';
import type { Command, Request, Server } from './request.ts';

const VERSION = [8, 0, 0] as const;
/** What MongoDB 8.0 speaks. From 27 on the driver would turn on features that need more of the server. */
const WIRE_VERSION = 25;

const done = (): Document => ({ ok: 1 });

function runHello({ body, connection, name }: Request, server: Server) {
  const { client } = body;
  const application = isDocument(client) && isDocument(client['application']) ? client['application']['name'] : undefined;
  if (typeof application === 'string') connection.applicationName = application;
  return {
    helloOk: true,
    ...(name !== 'hello' && { ismaster: true }),
    isWritablePrimary: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: server.now(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: connection.id,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

function runBuildInfo() {
  return {
    version: VERSION.join('.'),
    versionArray: [...VERSION, 0],
    gitVersion: 'embedded',
    modules: ['eventpost-embedded'],
    bits: 64,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    storageEngines: ['sqlite'],
    ok: 1,
  };
}

function runServerStatus() {
  const { rss } = process.memoryUsage();
  return { host: 'embedded', version: VERSION.join('.'), process: 'eventpost-embedded', pid: process.pid, uptime: process.uptime(), mem: { bits: 64, resident: rss >> 20 }, ok: 1 };
}

function runGetParameter({ body }: Request, { failPoints }: Server) {
  const version = body['featureCompatibilityVersion'] === undefined ? {} : { featureCompatibilityVersion: { version: '8.0' } };
  return { ...version, enableTestCommands: failPoints !== null, ok: 1 };
}

function runConfigureFailPoint({ body }: Request, { failPoints }: Server) {
  if (!failPoints) throw new CommandError(59, "no such command: 'configureFailPoint'");
  failPoints.configure(body);
  return { ok: 1 };
}

const hello: Command = {
  run: runHello,
  fields: ['client', 'helloOk', 'compression', 'loadBalanced', 'topologyVersion', 'maxAwaitTimeMS', 'saslSupportedMechs', 'speculativeAuthenticate', 'backpressure', 'hostInfo'],
};
const buildInfo: Command = { run: runBuildInfo };
const session: Command = { run: done };

export const DIAGNOSTIC_COMMANDS: Readonly<Record<string, Command>> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: { run: done },
  buildInfo,
  buildinfo: buildInfo,
  serverStatus: { run: runServerStatus },
  getParameter: { run: runGetParameter, fields: ['featureCompatibilityVersion', 'enableTestCommands', 'allParameters'] },
  connectionStatus: { run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }), fields: ['showPrivileges'] },
  getLog: { run: () => ({ totalLinesWritten: 0, log: [], ok: 1 }) },
  getCmdLineOpts: { run: () => ({ argv: [], parsed: {}, ok: 1 }) },
  startSession: { run: () => ({ id: { id: new Binary(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID) }, timeoutMinutes: 30, ok: 1 }) },
  refreshSessions: session,
  endSessions: session,
  killSessions: session,
  killAllSessions: session,
  configureFailPoint: { run: runConfigureFailPoint, fields: ['mode', 'data'] },
};
