/** Hides when operators are told that mails are going to miss their deadlines. */
import type { Forecast } from './forecast.ts';

const SPACING_MS = 3_600_000;

/** What there is to tell; epoch ms. */
export type Alert = { readonly predictedMisses: number; readonly firstMissAt: number };

export type AlertInput = {
  readonly forecast: Pick<Forecast, 'predictedMisses' | 'firstMissAt'>;
  /** When operators were last told, or null. */
  readonly lastAlertAt: number | null;
  readonly now: number;
};

/** An alert as soon as a miss is predicted, while there is time to raise the quota; at most one an hour. */
export function decideAlert({ forecast, lastAlertAt, now }: AlertInput): Alert | null {
  if (forecast.firstMissAt === null) return null;
  if (lastAlertAt !== null && now < lastAlertAt + SPACING_MS) return null;
  return { predictedMisses: forecast.predictedMisses, firstMissAt: forecast.firstMissAt };
}
