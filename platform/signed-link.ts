/** Hides how a link in a mail proves that it is ours: a signed token that names a purpose, and whom and what it is for. */
import { SignJWT, jwtVerify } from 'jose';
import { z } from 'zod';
import { badInput } from './errors.ts';

const linkSchema = z.discriminatedUnion('purpose', [
  /** Delays one pending notification. */
  z.object({ purpose: z.literal('snooze'), userId: z.string(), notificationId: z.string() }),
  /** Stops this kind of mail to this person (RFC 8058); `kind` is a NotificationKind. */
  z.object({ purpose: z.literal('unsubscribe'), userId: z.string(), address: z.string(), kind: z.string() }),
  /** Opens the person's mail preferences. */
  z.object({ purpose: z.literal('preferences'), userId: z.string() }),
  /** The person's private calendar feed; `secret` is renewed by `renewCalendarFeed`. */
  z.object({ purpose: z.literal('calendar'), userId: z.string(), secret: z.string() }),
]);

/** What a link may do. */
export type Link = Readonly<z.infer<typeof linkSchema>>;

const ISSUER = 'eventpost-link';

export type LinkSigner = (link: Link) => Promise<string>;
export type LinkVerifier = (token: string) => Promise<Link>;

/** Signs links (HS256) without an expiry: what they may do is checked again when they are used. */
export function createLinkSigner(secret: string): LinkSigner {
  const key = new TextEncoder().encode(secret);
  return (link) => new SignJWT({ link }).setProtectedHeader({ alg: 'HS256' }).setIssuer(ISSUER).sign(key);
}

/** Verifies a link's token; the returned function throws DomainError BAD_USER_INPUT (`token`) for any that is not ours. */
export function createLinkVerifier(secret: string): LinkVerifier {
  const key = new TextEncoder().encode(secret);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], issuer: ISSUER });
      return linkSchema.parse(payload['link']);
    } catch (cause) {
      throw Object.assign(badInput('token', 'This link does not work (any more).'), { cause });
    }
  };
}
