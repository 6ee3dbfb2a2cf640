/** Hides how the ledger learns what was sent before it counted: the attempts on record are the least that each window holds. */
import type { DeliveryStore } from './delivery-store.ts';
import type { Ledger } from './ledger.ts';
import type { MailControls, MailSettings } from './mail-controls.ts';
import { windowsAt } from './quota-window.ts';

export type ConfirmationServices = { readonly controls: MailControls; readonly deliveries: DeliveryStore; readonly ledger: Ledger };

/** Raises the counts of the present quota's windows to the attempts recorded in them; answers the settings that hold. `clock` is in epoch milliseconds. */
export async function confirmLedger({ controls, deliveries, ledger }: ConfirmationServices, clock: () => number): Promise<MailSettings> {
  for (;;) {
    const settings = await controls.read();
    const now = clock();
    const opensAt = windowsAt(settings.quota, now).map((window) => window.opensAt);
    const attempts = opensAt.length === 0 ? [] : await deliveries.attemptsSince(new Date(Math.min(...opensAt)));
    if (await ledger.confirm(settings, attempts, now)) return settings;
  }
}
