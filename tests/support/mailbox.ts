/** Hides the mailbox's REST API: what was really delivered over SMTP in this run. */
import { backingServices } from './backing-services.ts';
import { eventually } from './eventually.ts';

type Address = { readonly address: string; readonly name: string };

/** A delivered mail, as the mailbox parsed it. Header names are in lower case. */
export type Mail = {
  readonly id: string;
  readonly subject: string;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly text?: string;
  readonly html?: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly attachments: readonly { readonly generatedFileName: string; readonly contentType: string }[] | null;
  readonly envelope: { readonly from: { readonly address: string }; readonly to: readonly { readonly address: string }[] };
};

export type Expected = { readonly to: string; readonly subject?: string | RegExp };

export type Mailbox = {
  /** The mails delivered to that address so far, oldest first. */
  all(expected: Expected): Promise<readonly Mail[]>;
  /** The newest matching mail, waited for. */
  waitFor(expected: Expected, options?: { readonly timeoutMs?: number }): Promise<Mail>;
  /** The mail as it came over SMTP, for a real parser. */
  source(mail: Mail): Promise<string>;
};

/** The mailbox of this run, or the one whose REST API is at `url`. */
export function mailbox(url = backingServices().mailboxUrl): Mailbox {
  const all = async ({ to, subject }: Expected): Promise<readonly Mail[]> => {
    const response = await fetch(`${url}/email?${new URLSearchParams({ 'to.address': to })}`);
    const mails = (await response.json()) as readonly Mail[];
    return mails.filter((mail) => matches(mail.subject, subject));
  };
  return {
    all,
    waitFor: (expected, { timeoutMs = 15_000 } = {}) =>
      eventually(async () => {
        const mail = (await all(expected)).at(-1);
        if (!mail) throw new Error(`No mail to ${expected.to} with the subject ${expected.subject ?? '(any)'} arrived in ${timeoutMs} ms.`);
        return mail;
      }, { timeoutMs, intervalMs: 50 }),
    source: async (mail) => (await fetch(`${url}/email/${mail.id}/source`)).text(),
  };
}

function matches(subject: string, expected: string | RegExp | undefined): boolean {
  if (expected === undefined) return true;
  return typeof expected === 'string' ? subject === expected : expected.test(subject);
}
