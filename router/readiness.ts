/** Hides what the router needs to be of use. */

const TIMEOUT_MS = 1_500;

/** Rejects when no subgraph is ready. One that is down costs its own fields only, and is no reason to send clients away. */
export async function checkSubgraphs(urls: readonly string[]): Promise<void> {
  await Promise.any(urls.map(checkSubgraph));
}

async function checkSubgraph(url: string): Promise<void> {
  const response = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} is not ready`);
}
