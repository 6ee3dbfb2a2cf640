/** Hides how free and busy ports are told apart. */
import { get } from 'node:http';
import { connect, createServer } from 'node:net';

/** Below Linux's ephemeral range (32768 and up), so that no outgoing connection takes a port between our finding and using it. */
const lowestPort = 20_000;
const highestPort = 32_000;
const handedOut = new Set<number>();

/** Whether a server can listen on this port of the loopback address now. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A free port of the loopback address that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowestPort + Math.floor(Math.random() * (highestPort - lowestPort));
    if (handedOut.has(port) || !(await isPortFree(port))) continue;
    handedOut.add(port);
    return port;
  }
}

/** Whether something accepts connections there within `timeoutMs`. */
export function isAccepting({ host = '127.0.0.1', port, timeoutMs = 1000 }: { host?: string; port: number; timeoutMs?: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const answer = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}

/** Whether a GET of this address answers 200 within `timeoutMs`. Not `fetch`, which would load 20 MB of client to ask this. */
export function answersOk(url: string, timeoutMs = 2000): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: timeoutMs, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}
