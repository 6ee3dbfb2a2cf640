/** Says what a backing service (Redis, MongoDB, the mailbox) is to whoever starts it. */
import type { ChildCommand } from './child.ts';

export type BackingService = {
  readonly name: 'redis' | 'mongodb' | 'mailbox';
  /** The address that the processes connect to. */
  readonly url: string;
  /** How to run it, or null where the environment names a server that somebody else runs. */
  readonly run: Pick<ChildCommand, 'command' | 'args'> | null;
  /** Whether it answers now. */
  isReady(): Promise<boolean>;
};

/** Something a person can put right, said in one sentence; shown without a stack trace. */
export class StartError extends Error {}
