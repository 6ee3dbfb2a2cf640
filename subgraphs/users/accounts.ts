/** Hides what every change of an account entails: the router's record before the answer, the news after it, lapsed claims out of the way. */
import { ACCESS_TOKEN } from '#platform/access-token.ts';
import type { ChangeAnnouncer } from '#platform/change-announcer.ts';
import type { DomainEventPublisher } from '#platform/domain-events.ts';
import type { DomainEvent } from '#platform/facts.ts';
import type { Log } from '#platform/log.ts';
import { createOutbox } from '#platform/outbox.ts';
import { currentRequestId } from '#platform/request-scope.ts';
import type { ViewerRecords } from '#platform/viewer-records.ts';
import { mailRequested } from './account-mail.ts';
import type { AuditStore } from './audit-store.ts';
import { claimOf, hasLapsed, withoutEmail } from './emails.ts';
import { factsOf, viewerRecordOf } from './facts.ts';
import type { SessionStore } from './session-store.ts';
import { EmailTakenError } from './user-store.ts';
import type { Account, UserStore } from './user-store.ts';
import type { Tombstone, User } from './user.ts';

/** No access token is alive this long after its session ended. */
export const REVOCATION_SECONDS = ACCESS_TOKEN.lifetimeSeconds + 60;

export type Accounts = {
  /** Makes the account. @throws EmailTakenError, unless the other's claim has lapsed */
  readonly create: (user: User, now: Date) => Promise<User>;
  /** Changes the account as `UserStore.change` does, taking over addresses whose claims have lapsed. */
  readonly change: (id: string, change: (user: User) => User, now: Date) => Promise<User>;
  /** Erases the account and everything personal; the same again does nothing. */
  readonly erase: (id: string, now: Date) => Promise<void>;
  /** Finishes what a crash left; returns how many accounts. */
  readonly sweep: () => Promise<number>;
};

type AccountsOptions = {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  readonly records: ViewerRecords;
  readonly publisher: DomainEventPublisher;
  /** Tells routers which answers that they keep are out of date. */
  readonly announce: ChangeAnnouncer;
  /** LINK_SECRET. */
  readonly linkSecret: string;
  readonly log: Log;
};

/** Accounts over their stores. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { users, records } = options;
  const outbox = createOutbox<Account>({
    collection: users.collection,
    publisher: options.publisher,
    toEvents: (account, requestId) => eventsOf(account, { secret: options.linkSecret, requestId }),
    log: options.log,
    announce: async (changes) => {
      await Promise.all(changes.map(({ document: account }) => (isTombstone(account) ? forget(options, account._id) : records.put(viewerRecordOf(account)))));
    },
  });

  const told = async (user: User): Promise<User> => {
    await records.put(viewerRecordOf(user));
    await outbox.publish(user._id);
    return user;
  };
  const announce = (id: string) => options.announce([{ tags: [`User:${id}`], requestId: currentRequestId() }]);
  /** The name is all that routers keep for everybody to see. */
  const changeAndTell = async (id: string, change: (user: User) => User): Promise<User> => {
    let nameBefore = '';
    const user = await users.change(id, (current) => {
      nameBefore = current.displayName;
      return change(current);
    });
    if (user.displayName !== nameBefore) await announce(id);
    return told(user);
  };
  const erase = async (id: string, now: Date, check?: (user: User) => boolean): Promise<void> => {
    await users.bury(id, now, check);
    if ((await users.find(id)) !== null) return;
    await forget(options, id);
    await announce(id);
    await outbox.publish(id);
  };
  /** Takes addresses away from other accounts that claimed them too long ago; true if any was. */
  const releaseLapsed = async (wanted: User, now: Date): Promise<boolean> => {
    let isReleased = false;
    for (const { address } of wanted.emails) {
      const holder = await users.findByEmail(address);
      const claim = holder === null ? undefined : claimOf(holder, address);
      if (holder === null || holder._id === wanted._id || claim === undefined || !hasLapsed(claim, now)) continue;
      const isStillLapsed = (user: User) => claimOf(user, address)?.verified === false;
      if (claim.primary) await erase(holder._id, now, isStillLapsed);
      else await changeAndTell(holder._id, (user) => (isStillLapsed(user) ? withoutEmail(user, address) : user));
      isReleased = true;
    }
    return isReleased;
  };

  return {
    create: async (user, now) => {
      try {
        await users.insert(user);
      } catch (error) {
        if (!(error instanceof EmailTakenError) || !(await releaseLapsed(user, now))) throw error;
        await users.insert(user);
      }
      return told(user);
    },
    change: async (id, change, now) => {
      try {
        return await changeAndTell(id, change);
      } catch (error) {
        const current = error instanceof EmailTakenError ? await users.find(id) : null;
        if (current === null || !(await releaseLapsed(change(current), now))) throw error;
        return changeAndTell(id, change);
      }
    },
    erase,
    sweep: outbox.sweep,
  };
}

/** Everything that a deleted account leaves in this context beside its document; idempotent. */
async function forget({ sessions, audit, records }: AccountsOptions, id: string): Promise<void> {
  await records.remove(id, REVOCATION_SECONDS);
  await sessions.removeOfUser(id);
  await audit.forgetDetails(id);
}

function eventsOf(account: Account, { secret, requestId }: { readonly secret: string; readonly requestId: string | null }): readonly DomainEvent[] {
  if (isTombstone(account)) return [{ type: 'user.deleted', id: account._id, version: account.version, requestId, facts: null }];
  return [
    { type: 'user.changed', id: account._id, version: account.version, requestId, facts: factsOf(account) },
    ...account.mails.map((mail) => mailRequested(account, mail, { secret, requestId })),
  ];
}

function isTombstone(account: Account): account is Tombstone {
  return account.deletedAt !== undefined;
}
