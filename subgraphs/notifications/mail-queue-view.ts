/** Hides where the figures of the mail queue come from. */
import type { MailQueue } from './schema.types.ts';
import type { Services } from './services.ts';

/** The queue as it is at this moment. */
export async function viewMailQueue({ controls, ledger, forecasts, now }: Pick<Services, 'controls' | 'ledger' | 'forecasts' | 'now'>): Promise<MailQueue> {
  const settings = await controls.read();
  const [windows, outlook] = await Promise.all([ledger.windows(settings, now().getTime()), forecasts.outlook()]);
  const { pause } = settings;
  return {
    paused: pause !== null,
    pauseReason: pause?.reason ?? null,
    windows: windows.map(({ max, per, used, resetsAt }) => ({ max, per, used, resetsAt: new Date(resetsAt) })),
    scheduled: outlook.scheduled,
    waiting: outlook.waiting,
    predictedMisses: outlook.predictedMisses,
    nextSendAt: pause === null ? outlook.nextSendAt : null,
  };
}
