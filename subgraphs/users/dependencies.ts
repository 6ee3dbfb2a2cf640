/** Hides nothing but a list: what the operations on accounts work with. Made once in main.ts. */
import type { ViewerRecords } from '#platform/viewer-records.ts';
import type { AccessTokenIssuer } from './access-tokens.ts';
import type { MailRequester } from './account-mail.ts';
import type { Accounts } from './accounts.ts';
import type { AuditStore } from './audit-store.ts';
import type { Limits } from './limits.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { SessionStore } from './session-store.ts';
import type { UserStore } from './user-store.ts';

export type Dependencies = {
  readonly accounts: Accounts;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  readonly records: ViewerRecords;
  readonly limits: Limits;
  readonly hasher: PasswordHasher;
  readonly requestMails: MailRequester;
  readonly issueAccessToken: AccessTokenIssuer;
  readonly now: () => Date;
};
