/** Hides what travels with one request from the door to the subgraph calls. */
import type { Caller } from './caller.ts';

export type RequestContext = {
  readonly caller: Caller;
  /** Of the client, for the limits that users keeps. */
  readonly clientAddress: string;
  readonly requestId: string;
};
