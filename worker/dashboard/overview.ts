/** Hides nothing but agreement: what the dashboard shows, and what an operator may do there. */
import type { Operator } from './session.ts';

/** A mail as operators see it: what it is about, and its address with the name masked. */
type MailLine = { readonly id: string; readonly title: string; readonly to: string };

export type Overview = {
  readonly paused: boolean;
  readonly pauseReason: string | null;
  readonly counts: Readonly<Record<'scheduled' | 'waiting' | 'sending' | 'sent' | 'failed' | 'expired' | 'withdrawn' | 'uncertain', number>>;
  readonly predictedMisses: number;
  readonly nextSendAt: Date | null;
  /** As `MAIL_QUOTA` writes it. */
  readonly quota: string;
  readonly windows: readonly { readonly name: string; readonly max: number; readonly used: number; readonly resetsAt: Date }[];
  /** The last 24 hours, oldest first. */
  readonly sentByHour: readonly { readonly hour: Date; readonly sent: number }[];
  /** The next mails by deadline. */
  readonly next: readonly (MailLine & {
    readonly dueAt: Date;
    readonly deadline: Date;
    readonly estimatedSendAt: Date | null;
    readonly risk: 'ON_TIME' | 'AT_RISK' | 'WILL_MISS';
  })[];
  /** Failed and uncertain ones, newest first. */
  readonly attention: readonly (MailLine & { readonly state: 'FAILED' | 'UNCERTAIN'; readonly reason: string | null; readonly at: Date })[];
  /** Newest first. */
  readonly sent: readonly (MailLine & { readonly sentAt: Date; readonly deadline: Date })[];
  /** Newest first. */
  readonly audit: readonly { readonly at: Date; readonly who: string; readonly what: string }[];
};

/** What the dashboard asks of the mail engine; every action leaves an audit record. Failures are DomainErrors. */
export type MailOperations = {
  readonly overview: () => Promise<Overview>;
  readonly pause: (operator: Operator, reason: string) => Promise<void>;
  readonly resume: (operator: Operator) => Promise<void>;
  /** `quota` as `MAIL_QUOTA` writes it. */
  readonly setQuota: (operator: Operator, quota: string) => Promise<void>;
  readonly retry: (operator: Operator, notificationId: string) => Promise<void>;
  readonly retryFailed: (operator: Operator) => Promise<void>;
};

/** `ana@example.org` as `a…@example.org`: enough to recognise, not enough to know. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at <= 0 ? '…' : `${address.slice(0, 1)}…${address.slice(at)}`;
}
