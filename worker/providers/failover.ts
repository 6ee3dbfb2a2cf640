/** Hides which provider carries the next mail: the first that is not known to be down, tried again now and then by a single mail. */
import type { MailProvider } from './provider.ts';

/** A provider and how many mails may be handed to it before it has answered one; or when there may be one again. */
export type Choice = { readonly provider: MailProvider; readonly budget: number } | { readonly provider: null; readonly retryAt: number };

export type Failover = {
  /** Times are epoch milliseconds. */
  readonly choose: (now: number) => Choice;
  /** Says that mails were handed to it: until it answers, a provider on trial gets no others. */
  readonly begin: (name: string, now: number) => void;
  readonly report: (name: string, isDown: boolean, now: number) => void;
  readonly providers: readonly MailProvider[];
};

const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;
/** A probe that was never reported (its process was too slow, its claim was lost) does not block for ever. */
const PROBE_MS = 60_000;

type Breaker = { failures: number; opened: number; openUntil: number; probeUntil: number };

/** Circuit breakers around providers in the order in which they are preferred; what they know is this process's own. */
export function createFailover(providers: readonly MailProvider[]): Failover {
  const breakers = new Map<string, Breaker>(providers.map(({ name }) => [name, { failures: 0, opened: 0, openUntil: 0, probeUntil: 0 }]));
  return {
    providers,
    choose: (now) => {
      let retryAt = Number.POSITIVE_INFINITY;
      for (const provider of providers) {
        const breaker = breakers.get(provider.name);
        if (breaker === undefined || breaker.failures < FAILURES_TO_OPEN) return { provider, budget: Number.POSITIVE_INFINITY };
        const blockedUntil = Math.max(breaker.openUntil, breaker.probeUntil);
        if (blockedUntil <= now) return { provider, budget: 1 };
        retryAt = Math.min(retryAt, Math.max(breaker.openUntil, now + 1_000));
      }
      return { provider: null, retryAt };
    },
    begin: (name, now) => {
      const breaker = breakers.get(name);
      if (breaker !== undefined && breaker.failures >= FAILURES_TO_OPEN) breaker.probeUntil = now + PROBE_MS;
    },
    report: (name, isDown, now) => {
      const breaker = breakers.get(name);
      if (breaker === undefined) return;
      breaker.probeUntil = 0;
      if (!isDown) {
        breaker.failures = 0;
        breaker.opened = 0;
        return;
      }
      breaker.failures += 1;
      if (breaker.failures < FAILURES_TO_OPEN || breaker.openUntil > now) return;
      breaker.openUntil = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** breaker.opened);
      breaker.opened += 1;
    },
  };
}
