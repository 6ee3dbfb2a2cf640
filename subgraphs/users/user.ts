/** Hides what an account is: one document that holds the person, their addresses, their mailed tokens and the mails still to be asked for. */
import type { AccountMailFacts, Language, PlaceFacts, UserFacts } from '#platform/facts.ts';

export type Role = 'USER' | 'ADMIN';
export type Preferences = UserFacts['preferences'];

/** An address that somebody says is theirs. */
export type EmailClaim = {
  /** Normalised; see `normalizeEmail`. */
  readonly address: string;
  readonly verified: boolean;
  readonly primary: boolean;
  /** An unverified claim lapses a day after this. */
  readonly claimedAt: Date;
  /** Becomes the primary address, in place of the present one, once it is verified. */
  readonly replacesPrimary: boolean;
  readonly suppressedReason: string | null;
};

/** What a mailed secret may do, kept only as a hash. */
export type MailedToken = {
  readonly hash: string;
  readonly purpose: 'verify' | 'reset';
  readonly address: string;
  readonly expiresAt: Date;
};

/** A mail that a change of the account asks for; it is published together with that change. Its secret derives from its id. */
export type RequestedMail = {
  readonly id: string;
  readonly kind: AccountMailFacts['kind'];
  readonly toEmail: string;
  readonly newEmail: string | null;
  readonly hasToken: boolean;
  readonly expiresAt: Date;
};

/** The stored document; `version` rises with every change. A deleted account is a bare tombstone instead. */
export type User = {
  readonly _id: string;
  readonly version: number;
  readonly unpublished?: true;
  readonly deletedAt?: undefined;
  readonly createdAt: Date;
  readonly displayName: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly home: PlaceFacts | null;
  /** Topics. */
  readonly interests: readonly string[];
  readonly role: Role;
  readonly emails: readonly EmailClaim[];
  readonly preferences: Preferences;
  readonly passwordHash: string;
  /** Access tokens issued before this moment are dead. */
  readonly tokensValidFrom: Date;
  readonly disabledAt: Date | null;
  readonly tokens: readonly MailedToken[];
  readonly mails: readonly RequestedMail[];
};

/** What is left of a deleted account until everybody has been told. */
export type Tombstone = { readonly _id: string; readonly version: number; readonly unpublished: true; readonly deletedAt: Date };
