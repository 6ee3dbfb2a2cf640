/** Hides how a client that sends nothing but bad requests is kept from taking the time of those who send good ones. */
import type { HttpServer } from '#platform/http-server.ts';

/** A refusal waits so many times as long as it took: whoever waits for each answer gets at most a tenth of the processor. */
const FACTOR = 9;
const MAX_MS = 500;

/** How long to hold back a refusal that took so long, in milliseconds. */
export function penaltyMs(tookMs: number): number {
  return Math.min(MAX_MS, tookMs * FACTOR);
}

/** Holds back every answer of 400 and above on this server's routes. Waiting costs a timer, and a mistake made once is hardly felt. */
export function addPenalty(server: HttpServer): void {
  server.addHook('onSend', (...[, reply, payload, done]) => {
    if (reply.statusCode < 400) return done(null, payload);
    setTimeout(done, penaltyMs(reply.elapsedTime), null, payload);
  });
}
