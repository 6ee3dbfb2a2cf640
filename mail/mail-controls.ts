/** Hides what operators set while mail runs: the quota and a pause, stored beside the notifications so that they outlive restarts. */
import { collectionOf } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';
import type { Env } from '#platform/env.ts';
import type { Ledger } from './ledger.ts';
import type { MailQueue } from './mail-queue.ts';
import { checkWindows, parseQuota } from './quota.ts';
import type { Quota, QuotaWindow } from './quota.ts';

export type Pause = { readonly reason: string; readonly since: Date };

export type MailSettings = {
  /** Raised by every change; 0 while nobody has changed anything. */
  readonly revision: number;
  readonly quota: Quota;
  /** Null while mail flows. */
  readonly pause: Pause | null;
};

export type MailControls = {
  readonly read: () => Promise<MailSettings>;
  /**
   * Replaces the quota's windows (none: unlimited); counts go on, and workers that wait ask again at once.
   * @throws DomainError BAD_USER_INPUT on `windows`
   */
  readonly setQuota: (windows: readonly QuotaWindow[]) => Promise<MailSettings>;
  /** Stops all mail, urgent mail too, after those being sent. */
  readonly pause: (reason: string, now: Date) => Promise<MailSettings>;
  readonly resume: () => Promise<MailSettings>;
  /** Makes the queues agree with the stored pause, after Redis was lost. */
  readonly apply: (settings: MailSettings) => Promise<void>;
};

type SettingsDocument = { readonly _id: string; readonly revision: number; readonly windows?: readonly QuotaWindow[]; readonly pause?: Pause | null };

type ControlsOptions = { readonly db: Db; readonly queue: MailQueue; readonly ledger: Ledger; readonly defaults: Quota };

const ID = 'mail';

/** The quota that the environment asks for. */
export function quotaFromEnv(env: Pick<Env, 'MAIL_QUOTA' | 'MAIL_QUOTA_TIME_ZONE' | 'MAIL_URGENT_RESERVE' | 'MAIL_FLUSH_AT'>): Quota {
  return {
    windows: parseQuota(env.MAIL_QUOTA),
    timeZone: env.MAIL_QUOTA_TIME_ZONE,
    urgentReserve: env.MAIL_URGENT_RESERVE,
    flushAt: env.MAIL_FLUSH_AT === 'off' ? null : env.MAIL_FLUSH_AT,
  };
}

/** Settings in the collection `mail_settings`; `defaults` hold until an operator says otherwise. */
export function createMailControls({ db, queue, ledger, defaults }: ControlsOptions): MailControls {
  const collection = collectionOf<SettingsDocument>(db, 'mail_settings');
  const settingsOf = (document: SettingsDocument | null): MailSettings => ({
    revision: document?.revision ?? 0,
    quota: { ...defaults, windows: document?.windows ?? defaults.windows },
    pause: document?.pause ?? null,
  });
  const store = async (change: Partial<Pick<SettingsDocument, 'windows' | 'pause'>>): Promise<MailSettings> => {
    const document = await collection.findOneAndUpdate({ _id: ID }, { $set: change, $inc: { revision: 1 } }, { upsert: true, returnDocument: 'after' });
    const settings = settingsOf(document);
    await ledger.announce(settings.revision);
    return settings;
  };
  const apply = (settings: MailSettings): Promise<void> => (settings.pause === null ? queue.resume() : queue.pause());

  return {
    read: async () => settingsOf(await collection.findOne({ _id: ID })),
    setQuota: async (windows) => {
      const settings = await store({ windows: checkWindows(windows) });
      await queue.liftLimit();
      return settings;
    },
    pause: async (reason, now) => {
      const settings = await store({ pause: { reason, since: now } });
      await apply(settings);
      return settings;
    },
    resume: async () => {
      const settings = await store({ pause: null });
      await apply(settings);
      return settings;
    },
    apply,
  };
}
