/** Hides what whoever carries our mail has in common: it takes one mail, says what became of it, and may know how many more it would take. */

export type OutgoingMail = {
  /** With its angle brackets; the same for every try of one revision. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly content: string }[];
};

/**
 * ACCEPTED: the provider has it. TRANSIENT_FAILURE: it certainly has not, and may take it later; `isDown` when it takes nothing from anybody just now.
 * PERMANENT_FAILURE: it never will. UNCERTAIN: nobody here can tell whether it has it.
 */
export type SendResult =
  | { readonly outcome: 'ACCEPTED' | 'PERMANENT_FAILURE' | 'UNCERTAIN'; readonly detail: string }
  | { readonly outcome: 'TRANSIENT_FAILURE'; readonly detail: string; readonly isDown: boolean };

export type MailProvider = {
  readonly name: string;
  /** Never rejects. */
  readonly send: (mail: OutgoingMail) => Promise<SendResult>;
  /** How many mails it would still take today, or null where it has no such limit or cannot tell. */
  readonly credits: () => Promise<number | null>;
  /** Whether it would talk to us at all; costs no mail. */
  readonly isUp: () => Promise<boolean>;
  /** Whether it got a mail with that Message-ID; null where it cannot tell. */
  readonly hasAccepted: (messageId: string) => Promise<boolean | null>;
  readonly close: () => Promise<void>;
};

const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;

/** Enough of what a provider said to understand a failure, on one line; providers like to repeat the address, which is nobody's business but the reader's. */
export function shortDetail(text: string): string {
  return text.replace(/\s+/g, ' ').replace(ADDRESS, '[address]').trim().slice(0, 300);
}
