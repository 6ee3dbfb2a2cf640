/** Hides TCP: connections, messages cut anywhere by the network, and one command at a time per connection. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { MAX_MESSAGE_BYTES, MalformedMessage, readMessage, writeReply, type Message } from './message.ts';

/** What a command may need to know about the connection it came on. */
export type Connection = { readonly id: number; applicationName: string };
/** The answer to a command; `null` closes the connection. */
export type Answer = Document | Buffer | null;
export type Handle = (message: Message, connection: Connection) => Answer | Promise<Answer>;

const MAX_OVERHEAD_BYTES = 16_384;
let lastConnectionId = 0;

/** A server that hands every message to `handle`. Garbage closes its connection and does no other harm. */
export function createListener(handle: Handle): Server {
  return createServer({ noDelay: true }, (socket) => {
    const connection: Connection = { id: ++lastConnectionId, applicationName: '' };
    const turn = takeTurns((bytes) => serve(bytes, { socket, connection, handle }));
    const receive = splitMessages(turn, () => socket.destroy());
    socket.on('data', receive);
    socket.on('drain', () => socket.resume());
    socket.on('error', () => socket.destroy());
  });
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

type Exchange = { readonly socket: Socket; readonly connection: Connection; readonly handle: Handle };

function serve(bytes: Buffer, { socket, connection, handle }: Exchange): void | Promise<void> {
  if (socket.destroyed) return;
  const message = understand(bytes, socket);
  if (!message) return;
  const answer = handle(message, connection);
  if (answer instanceof Promise) return answer.then((late) => reply(socket, message, late));
  reply(socket, message, answer);
}

function understand(bytes: Buffer, socket: Socket): Message | null {
  try {
    return readMessage(bytes);
  } catch (error) {
    if (error instanceof CommandError) {
      reply(socket, { requestId: bytes.readInt32LE(4), isLegacy: false, wantsReply: true }, { ok: 0, ...error.toDocument() });
    } else if (error instanceof MalformedMessage) socket.destroy();
    else throw error;
    return null;
  }
}

function reply(socket: Socket, message: Pick<Message, 'requestId' | 'isLegacy' | 'wantsReply'>, answer: Answer): void {
  if (answer === null) socket.destroy();
  else if (message.wantsReply && !socket.destroyed && !socket.write(writeReply(message, answer))) socket.pause();
}
