/** Hides how a client says that it takes gzip. */

/** Whether `Accept-Encoding` allows gzip. */
export function acceptsGzip(accepted: string | string[] | undefined): boolean {
  return typeof accepted === 'string' && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted);
}
