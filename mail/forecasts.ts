/** Hides how forecasts stay cheap: one picture of all pending mail, kept up to date by what changed, replayed at most once in a while. */
import type { Ledger } from './ledger.ts';
import { countsOf } from './ledger.ts';
import { forecastMail } from './forecast.ts';
import type { Forecast, MailForecast } from './forecast.ts';
import { foldShares } from './digest.ts';
import type { MailControls } from './mail-controls.ts';
import type { Notification, PendingMail } from './notification.ts';
import type { NotificationStore } from './notification-store.ts';
import type { ReadModelStore } from './read-model-store.ts';
import { pendingMailOf } from './schedule.ts';

/** How old a picture may be when it is looked at, at least; one that is dear to make may be older, so that making costs a small share of the time. */
const FRESH_MS = 1_000;
/** A stale picture that costs no more is made anew while the asker waits. */
const CHEAP_MS = 20;
const COST_SHARE = 50;
/** How far back changes are read again: clocks of different processes differ, and writes take time to be seen. */
const OVERLAP_MS = 10_000;

export type Outlook = {
  readonly scheduled: number;
  readonly waiting: number;
  readonly predictedMisses: number;
  /** The earliest deadline among the predicted misses. */
  readonly firstMissAt: Date | null;
  readonly nextSendAt: Date | null;
};

export type Forecasts = {
  /** When a pending notification will be sent. */
  readonly of: (notification: Notification) => Promise<MailForecast>;
  readonly outlook: () => Promise<Outlook>;
  /** All pending mail as it will cost tokens (`foldShares`), up to date. */
  readonly pending: () => Promise<readonly PendingMail[]>;
};

type ForecastsOptions = { readonly store: NotificationStore; readonly readModel: Pick<ReadModelStore, 'quietHours'>; readonly controls: MailControls; readonly ledger: Ledger; readonly now: () => Date };

/** Quota, counts and quiet hours at a moment. */
type Moment = Omit<Parameters<typeof forecastMail>[0], 'pending'>;

type Replay = {
  readonly forecast: Forecast;
  readonly replayed: readonly PendingMail[];
  readonly scheduled: number;
  readonly waiting: number;
};

type Picture = Replay & {
  readonly madeFor: number;
  readonly costMs: number;
  /** Where a mail stands in the replay; folded mails stand nowhere. Only made where somebody asks, for it is large. */
  readonly positions: () => ReadonlyMap<string, number>;
};

/** The first look reads all pending mail; a look at an old picture that is dear to make answers from it and has a new one made. */
export function createForecasts({ store, readModel, controls, ledger, now }: ForecastsOptions): Forecasts {
  const pending = new Map<string, PendingMail>();
  let readUntil: Date | null = null;
  let picture: Picture | null = null;
  let making: Promise<Picture> | null = null;
  let reading: Promise<void> | null = null;

  const readChanges = async (): Promise<void> => {
    const started = now();
    const since = readUntil === null ? null : new Date(readUntil.getTime() - OVERLAP_MS);
    for await (const batch of store.eachOutlook(since)) {
      for (const [id, mail] of batch) {
        if (mail === null) pending.delete(id);
        else pending.set(id, mail);
      }
    }
    readUntil = started;
  };
  const catchUp = (): Promise<void> => {
    reading ??= readChanges().finally(() => {
      reading = null;
    });
    return reading;
  };
  const thisMoment = async (): Promise<Moment> => {
    const { quota, ...settings } = await controls.read();
    const at = now().getTime();
    const [windows, quietHours] = await Promise.all([ledger.windows({ quota, ...settings }, at), readModel.quietHours()]);
    return { quota, counts: countsOf(windows), quietHours, now: at };
  };
  const make = async (): Promise<Picture> => {
    await catchUp();
    const moment = await thisMoment();
    const replay = replayOf([...pending.values()], moment);
    let positions: ReadonlyMap<string, number> | null = null;
    const costMs = now().getTime() - moment.now;
    const positionsIn = () => (positions ??= new Map(replay.replayed.map(({ id }, index) => [id, index])));
    const made = { ...replay, positions: positionsIn, madeFor: moment.now, costMs };
    if (picture === null || picture.madeFor <= made.madeFor) picture = made;
    return made;
  };
  const remake = (): Promise<Picture> => {
    making ??= make().finally(() => {
      making = null;
    });
    return making;
  };
  const look = async (): Promise<Picture> => {
    if (picture === null) return remake();
    const isFresh = now().getTime() <= picture.madeFor + Math.max(FRESH_MS, picture.costMs * COST_SHARE);
    if (isFresh) return picture;
    if (picture.costMs <= CHEAP_MS) return remake();
    remake().catch(() => {});
    return picture;
  };

  return {
    of: async (notification) => {
      const { forecast, positions, replayed } = await look();
      const mail = pendingMailOf(notification);
      const position = positions().get(mail.id);
      const known = position === undefined ? undefined : replayed[position];
      return position !== undefined && known?.dueAt === mail.dueAt && known.deadline === mail.deadline ? forecast.at(position) : forecast.ask(mail);
    },
    outlook: async () => {
      const { forecast, scheduled, waiting } = await make();
      const { predictedMisses, firstMissAt, nextSendAt } = forecast;
      return { scheduled, waiting, predictedMisses, firstMissAt: dateOf(firstMissAt), nextSendAt: dateOf(nextSendAt) };
    },
    pending: async () => {
      await catchUp();
      return foldShares([...pending.values()], (await controls.read()).quota.timeZone);
    },
  };
}

function dateOf(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}

function replayOf(pending: readonly PendingMail[], moment: Moment): Replay {
  const replayed = foldShares(pending, moment.quota.timeZone);
  const waiting = pending.filter(({ dueAt }) => dueAt <= moment.now).length;
  return {
    forecast: forecastMail({ ...moment, pending: replayed }),
    replayed,
    scheduled: pending.length - waiting,
    waiting,
  };
}
