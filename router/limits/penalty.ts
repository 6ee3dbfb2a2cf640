/** Hides how a client that sends nothing but bad requests is kept from taking the time of those who send good ones. */
import type { FastifyRequest } from 'fastify';
import type { HttpServer } from '#platform/http-server.ts';

/** A refusal waits so many times as long as it took: whoever waits for each answer gets at most a tenth of the processor. */
const FACTOR = 9;
const MAX_MS = 500;

/** How long to hold back a refusal that took so long, in milliseconds. */
export function penaltyMs(tookMs: number): number {
  return Math.min(MAX_MS, tookMs * FACTOR);
}

export type Penalty = {
  /** From here on the request takes our time. */
  readonly begin: (request: FastifyRequest) => void;
};

/** Holds back answers of 400 and above to requests that were begun. Waiting costs a timer, and a mistake made once is hardly felt. */
export function addPenalty(server: HttpServer): Penalty {
  const begunAt = new WeakMap<FastifyRequest, number>();
  server.addHook('onSend', (...[request, reply, payload, done]) => {
    const begun = reply.statusCode < 400 ? undefined : begunAt.get(request);
    if (begun === undefined) return done(null, payload);
    setTimeout(done, penaltyMs(performance.now() - begun), null, payload);
  });
  return { begin: (request) => void begunAt.set(request, performance.now()) };
}
