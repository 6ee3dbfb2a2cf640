/** Hides how old the worker's idea of the days ahead may be: the last replay is remembered, for whoever must decide without waiting. */
import type { Forecasts, Outlook } from '#mail/forecasts.ts';

export type OutlookWatch = {
  /** Replays all pending mail and remembers the result. */
  readonly look: () => Promise<Outlook>;
  /** The last result; null before the first. */
  readonly last: () => Outlook | null;
  /** Whether mails were predicted to miss their deadlines when it last looked. */
  readonly isQuotaShort: () => boolean;
};

export function createOutlookWatch(forecasts: Forecasts): OutlookWatch {
  let last: Outlook | null = null;
  return {
    look: async () => {
      last = await forecasts.outlook();
      return last;
    },
    last: () => last,
    isQuotaShort: () => (last?.predictedMisses ?? 0) > 0,
  };
}
