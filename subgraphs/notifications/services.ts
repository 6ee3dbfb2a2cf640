/** Hides what answering a request works with. */
import type { AuditStore } from '#mail/audit-store.ts';
import type { DeliveryStore } from '#mail/delivery-store.ts';
import type { Ledger } from '#mail/ledger.ts';
import type { MailControls } from '#mail/mail-controls.ts';
import type { ReadModelStore } from '#mail/read-model-store.ts';
import type { MailScheduling } from '#mail/scheduling.ts';
import type { SubjectLookup } from '#mail/subject-lookup.ts';
import type { Forecasts } from '#mail/forecasts.ts';

export type Services = MailScheduling & {
  readonly readModel: ReadModelStore;
  readonly lookup: SubjectLookup;
  readonly deliveries: DeliveryStore;
  readonly controls: MailControls;
  readonly ledger: Ledger;
  readonly audit: AuditStore;
  readonly forecasts: Forecasts;
  readonly now: () => Date;
  /** How long before an event's start its mails stop being of use; ISO 8601. */
  readonly lead: string;
};
