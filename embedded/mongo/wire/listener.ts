/** Hides TCP: connections, messages cut anywhere by the network, and one command at a time per connection. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { MAX_MESSAGE_BYTES, MalformedMessage, readMessage, writeReply, type Message } from './message.ts';

/** What a command may need to know about the connection it came on. */
export type Connection = { readonly id: number; applicationName: string };
/** The answer to a command; `null` closes the connection. */
export type Answer = Document | Buffer | null;
/** What answers commands. Nothing is sent while it holds changes that are not yet durable. */
export type Service = {
  readonly handle: (message: Message, connection: Connection) => Answer | Promise<Answer>;
  readonly hasChanges: () => boolean;
  readonly commit: () => void;
};

const MAX_OVERHEAD_BYTES = 16_384;
let lastConnectionId = 0;

/** A server that hands every message to a service. Garbage closes its connection and does no other harm. */
export function createListener(service: Service): Server {
  const send = afterCommit(service);
  return createServer({ noDelay: true }, (socket) => {
    const connection: Connection = { id: ++lastConnectionId, applicationName: '' };
    const turn = takeTurns((bytes) => serve(bytes, { socket, connection, service, send }));
    const receive = splitMessages(turn, () => socket.destroy());
    socket.on('data', receive);
    socket.on('drain', () => socket.resume());
    socket.on('error', () => socket.destroy());
  });
}

/** Sends at once when nothing is to be made durable first; else commands that arrived together share one commit. */
function afterCommit({ hasChanges, commit }: Service): (send: () => void) => void {
  let waiting: (() => void)[] = [];
  const flush = () => {
    const ready = waiting;
    waiting = [];
    commit();
    for (const send of ready) send();
  };
  return (send) => {
    if (waiting.length === 0 && !hasChanges()) send();
    else if (waiting.push(send) === 1) setImmediate(flush);
  };
}

/** Runs one task after the other; those that need not wait run at once. */
function takeTurns(run: (bytes: Buffer) => void | Promise<void>): (bytes: Buffer) => void {
  let last: Promise<void> | null = null;
  return (bytes) => {
    const started: void | Promise<void> = last ? last.then(() => run(bytes)) : run(bytes);
    if (!started) return;
    const settled = started.finally(() => {
      if (last === settled) last = null;
    });
    last = settled;
  };
}

/** Collects what arrives and passes on whole messages. */
function splitMessages(pass: (message: Buffer) => void, refuse: () => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let length = 0;
  let needed = 4;
  return (chunk) => {
    parts.push(chunk);
    length += chunk.length;
    while (length >= needed) {
      const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, length);
      parts = [bytes];
      const size = bytes.readInt32LE(0);
      if (size < 16 || size > MAX_MESSAGE_BYTES + MAX_OVERHEAD_BYTES) {
        refuse();
        return;
      }
      needed = size;
      if (length < size) return;
      parts = [bytes.subarray(size)];
      length -= size;
      needed = 4;
      pass(bytes.subarray(0, size));
    }
  };
}

type Exchange = { readonly socket: Socket; readonly connection: Connection; readonly service: Service; readonly send: (send: () => void) => void };

function serve(bytes: Buffer, exchange: Exchange): void | Promise<void> {
  const { socket, connection, service } = exchange;
  if (socket.destroyed) return;
  const message = understand(bytes, exchange);
  if (!message) return;
  const answer = service.handle(message, connection);
  if (answer instanceof Promise) return answer.then((late) => reply(message, late, exchange));
  reply(message, answer, exchange);
}

function understand(bytes: Buffer, exchange: Exchange): Message | null {
  try {
    return readMessage(bytes);
  } catch (error) {
    if (error instanceof CommandError) {
      const head = { requestId: bytes.readInt32LE(4), isLegacy: false, wantsReply: true };
      reply(head, { ok: 0, ...error.toDocument() }, exchange);
    } else if (error instanceof MalformedMessage) exchange.socket.destroy();
    else throw error;
    return null;
  }
}

function reply(message: Pick<Message, 'requestId' | 'isLegacy' | 'wantsReply'>, answer: Answer, { socket, send }: Exchange): void {
  const bytes = answer === null || !message.wantsReply ? null : writeReply(message, answer);
  send(() => {
    if (answer === null) socket.destroy();
    else if (bytes && !socket.destroyed && !socket.write(bytes)) socket.pause();
  });
}
