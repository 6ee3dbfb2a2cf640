/** Hides how a time zone is recognised without asking the platform each time, which takes it half a millisecond. */

const LISTED: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));

/** Whether this is an IANA zone, or another name for one, that the platform knows. */
export function isTimeZone(name: string): boolean {
  if (LISTED.has(name)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
