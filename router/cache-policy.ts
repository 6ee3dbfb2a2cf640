/** Hides how a subgraph's `Cache-Control` narrows what may be done with the whole answer. */

type Restrictable = { readonly restrict: (hint: { maxAge?: number; scope?: 'PUBLIC' | 'PRIVATE' }) => void };

/** Narrows the policy; no header, or one that gives no age, makes the answer uncacheable. */
export function restrictCachePolicy(policy: unknown, cacheControl: string | null): void {
  if (!isRestrictable(policy)) return;
  const maxAge = /(?:^|[\s,])max-age=(\d+)/.exec(cacheControl ?? '')?.[1];
  const isPrivate = /(?:^|[\s,])private/.test(cacheControl ?? '');
  policy.restrict({ maxAge: maxAge === undefined ? 0 : Number(maxAge), scope: isPrivate ? 'PRIVATE' : 'PUBLIC' });
}

function isRestrictable(policy: unknown): policy is Restrictable {
  return typeof policy === 'object' && policy !== null && 'restrict' in policy && typeof policy.restrict === 'function';
}
