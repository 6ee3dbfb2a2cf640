/** Hides what the router needs to be of use. */
import { request } from 'undici';

const TIMEOUT_MS = 1_500;

/** Rejects when no subgraph is ready. One that is down costs its own fields only, and is no reason to send clients away. */
export async function checkSubgraphs(urls: readonly string[]): Promise<void> {
  await Promise.any(urls.map(checkSubgraph));
}

async function checkSubgraph(url: string): Promise<void> {
  // Not the `fetch` of Node, which would load a second copy of undici.
  const { statusCode, body } = await request(new URL('/health/ready', url), { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  await body.dump();
  if (statusCode !== 200) throw new Error(`${url} is not ready`);
}
