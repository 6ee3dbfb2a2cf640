/** Hides how mails are caught on a developer's machine: maildev, in a process of its own. */
import type { BackingService } from '../backing-service.ts';
import { nodeCommand } from '../child.ts';
import { answersOk, isAccepting } from '../ports.ts';

export type MailCatcherOptions = {
  readonly smtpPort: number;
  /** Of its page and its REST API (`GET /email`). */
  readonly webPort: number;
  /** Where it keeps the mails. */
  readonly folder: string;
};

/** The mailbox where the environment names no SMTP server. */
export function mailCatcherService({ smtpPort, webPort, folder }: MailCatcherOptions): BackingService {
  const run = nodeCommand('embedded/mail-catcher/main.ts', ['--smtp', String(smtpPort), '--web', String(webPort), '--folder', folder]);
  const isReady = async () => (await answersOk(`http://127.0.0.1:${webPort}/healthz`)) && (await isAccepting({ port: smtpPort }));
  return { name: 'mailbox', url: `smtp://127.0.0.1:${smtpPort}`, run, isReady };
}
