/** Hides how a client says that it already has an answer (RFC 9110, 13.1.2). */

/** Whether `If-None-Match` names the entity tag. */
export function hasEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}
