/** Hides how the id of the request or job at hand reaches every log line, call and job below it without being passed along. */
import { AsyncLocalStorage } from 'node:async_hooks';

type Scope = { readonly requestId: string };

const scopes = new AsyncLocalStorage<Scope>();

/** Runs `work` under a request id. */
export function inRequestScope<T>(requestId: string, work: () => T): T {
  return scopes.run({ requestId }, work);
}

/** The id of the request or job being served, or null outside of any. */
export function currentRequestId(): string | null {
  return scopes.getStore()?.requestId ?? null;
}
