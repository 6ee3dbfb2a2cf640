/** Hides the headers that tell browsers what not to do with our answers. */

/** For every answer; pages with content of their own bring their own `content-security-policy`. */
export function securityHeaders(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'cross-origin',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** A policy for a page: nothing from elsewhere, no inline script, no framing; `changes` replace or add directives. */
export function contentSecurityPolicy(changes: Readonly<Record<string, string>> = {}): string {
  const directives: Record<string, string> = { 'default-src': "'none'", 'base-uri': "'none'", 'form-action': "'self'", 'frame-ancestors': "'none'", ...changes };
  return Object.entries(directives).map(([name, value]) => `${name} ${value}`).join('; ');
}
