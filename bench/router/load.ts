/** Hides the load generator: plain sockets that send the next request as soon as the last one is answered, so that it costs as little as can be. */
import { connect } from 'node:net';

export type Load = {
  readonly port: number;
  /** The next request's body and headers; called for every request. */
  readonly next: () => LoadRequest;
  /** How many, or ones that were opened before, for loads that begin at the same moment. */
  readonly connections: number | readonly (Connection | undefined)[];
  readonly seconds: number;
  /** Refusals are part of the load: none is printed. */
  readonly areFailuresExpected?: boolean;
};

export type LoadRequest = { readonly body: string; readonly headers?: Readonly<Record<string, string>>; readonly onAnswer?: (body: string) => void };

export type LoadResult = {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly meanMs: number;
  readonly p99Ms: number;
  /** Answers with another status than 200, with errors, and connections that broke. */
  readonly failures: number;
};

/** Runs the load and answers what came of it; its clock starts when every connection is open. */
export async function runLoad({ port, next, connections, seconds, areFailuresExpected = false }: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  let failures = 0;
  const opened = typeof connections === 'number' ? await openConnections(port, connections) : connections;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  const runConnection = async (first: Connection | undefined): Promise<void> => {
    let connection = first;
    while (performance.now() < endsAt) {
      const sentAt = performance.now();
      try {
        connection ??= await openConnection(port);
        const request = next();
        const answer = await connection.ask(request);
        latencies.push(performance.now() - sentAt);
        if (answer.status !== 200 || answer.body.includes(ERRORS)) {
          failures += 1;
          if (failures === 1 && !areFailuresExpected) console.log(`the first failure: ${answer.status} ${answer.body.toString('utf8', 0, 300)}`);
        }
        request.onAnswer?.(answer.body.toString());
      } catch {
        failures += 1;
        connection = undefined;
      }
    }
    connection?.close();
  };
  await Promise.all(opened.map(runConnection));
  const elapsed = (performance.now() - startedAt) / 1_000;
  const sorted = Float64Array.from(latencies).sort();
  const mean = latencies.reduce((sum, latency) => sum + latency, 0) / Math.max(1, latencies.length);
  return {
    requests: latencies.length,
    requestsPerSecond: latencies.length / elapsed,
    meanMs: mean,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    failures,
  };
}

/**
 * Opens connections and has each answered once; undefined for one that failed. Node accepts one new connection in each turn of its loop
 * (https://github.com/libuv/libuv/pull/3696), so that those which come when others are busy wait long.
 */
export function openConnections(port: number, count: number): Promise<(Connection | undefined)[]> {
  return Promise.all(Array.from({ length: count }, () => openAnswered(port).catch(() => undefined)));
}

async function openAnswered(port: number): Promise<Connection> {
  const connection = await openConnection(port);
  await connection.ask({ body: '{"query":"{ __typename }"}' });
  return connection;
}

/** The body as it was sent: in pieces where its length was not said. */
type RawAnswer = { readonly status: number; readonly body: Buffer };
export type Connection = { readonly ask: (request: LoadRequest) => Promise<RawAnswer>; readonly close: () => void };

const ERRORS = Buffer.from('"errors":');
const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_PIECE = Buffer.from('0\r\n\r\n');

/** One kept-alive connection, one request at a time. */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received: Buffer | null = null;
  let settle: { resolve: (answer: RawAnswer) => void; reject: (error: Error) => void } | undefined;
  socket.on('data', (chunk: Buffer) => {
    received = received === null ? chunk : Buffer.concat([received, chunk]);
    const answer = parseAnswer(received);
    if (answer === undefined) return;
    received = null;
    settle?.resolve(answer);
  });
  const fail = (error?: Error) => settle?.reject(error ?? new Error('the connection was closed'));
  socket.on('error', fail).on('close', () => fail());
  return {
    ask: (request) => new Promise((resolve, reject) => {
      settle = { resolve, reject };
      socket.write(encoded(request));
    }),
    close: () => socket.destroy(),
  };
}

/** Requests that are sent again and again are put together once. */
const known = new WeakMap<LoadRequest, Buffer>();

function encoded(request: LoadRequest): Buffer {
  const bytes = known.get(request) ?? encode(request);
  known.set(request, bytes);
  return bytes;
}

function encode({ body, headers = {} }: LoadRequest): Buffer {
  const extra = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${extra}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** The answer once it is complete: by its length, or by the last piece. */
function parseAnswer(bytes: Buffer): RawAnswer | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end === -1) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const body = bytes.subarray(end + HEAD_END.length);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const isComplete = length === undefined ? body.subarray(-LAST_PIECE.length).equals(LAST_PIECE) : body.length >= Number(length);
  return isComplete ? { status: Number(head.slice(9, 12)), body } : undefined;
}
