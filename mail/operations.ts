/** Hides what admins do to the mail of all, and that all of it is written down. */
import { DomainError, badInput, notFound } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import type { AuditEntry, AuditStore } from './audit-store.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { Ledger } from './ledger.ts';
import { confirmLedger } from './ledger-confirmation.ts';
import type { MailControls } from './mail-controls.ts';
import { isFinal } from './notification.ts';
import type { Notification } from './notification.ts';
import { formatQuota } from './quota.ts';
import type { QuotaWindow } from './quota.ts';
import type { MailScheduling } from './scheduling.ts';

/** What operating the mail works with. */
export type OperationServices = MailScheduling & {
  readonly deliveries: DeliveryStore;
  readonly controls: MailControls;
  readonly ledger: Ledger;
  readonly audit: AuditStore;
  readonly now: () => Date;
};

/** Who does it: an admin's id. */
type Actor = { readonly id: string };

const MAX_REASON = 500;

export async function pauseMail(services: OperationServices, admin: Actor, reason: string): Promise<void> {
  const trimmed = reason.trim();
  if (trimmed === '' || trimmed.length > MAX_REASON) throw badInput('reason', `A reason has 1 to ${MAX_REASON} characters.`);
  await services.controls.pause(trimmed, services.now());
  await record(services, admin, { action: 'PAUSE', detail: trimmed });
}

export async function resumeMail(services: OperationServices, admin: Actor): Promise<void> {
  await services.controls.resume();
  await record(services, admin, { action: 'RESUME', detail: null });
}

/** @throws DomainError BAD_USER_INPUT on `windows` */
export async function setMailQuota(services: OperationServices, admin: Actor, windows: readonly QuotaWindow[]): Promise<void> {
  const { quota } = await services.controls.setQuota(windows.map(({ max, per }) => ({ max, per })));
  // New windows count what went out before they were set, so that the answer and the forecasts after it hold.
  await confirmLedger(services, () => services.now().getTime());
  await record(services, admin, { action: 'SET_QUOTA', detail: formatQuota(quota.windows) });
}

/** @throws DomainError NOT_FOUND; CONFLICT unless it failed or its outcome is uncertain */
export async function retryNotification(services: OperationServices, admin: Actor, id: string): Promise<Notification> {
  if (!isId(id)) throw notFound('notification');
  const revived = await scheduleRevived(services, id);
  await record(services, admin, { action: 'RETRY', detail: id });
  return revived;
}

/** Retries what failed and still helps; answers how many. */
export async function retryFailedNotifications(services: OperationServices, admin: Actor): Promise<number> {
  const now = services.now();
  const failed = await services.store.getMany(await services.deliveries.failedIds());
  let retried = 0;
  for (const { _id, deadline, state } of failed) {
    if (!isFinal(state) || deadline <= now) continue;
    if (await isRetried(services, _id)) retried += 1;
  }
  await record(services, admin, { action: 'RETRY_FAILED', detail: String(retried) });
  return retried;
}

/** Mail whose secret is erased, or that somebody else retried meanwhile, stays as it is. */
async function isRetried(services: OperationServices, id: string): Promise<boolean> {
  try {
    await scheduleRevived(services, id);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/**
 * Pending again as a new revision, with its job.
 * @throws DomainError NOT_FOUND; CONFLICT in any state but FAILED and UNCERTAIN, or when the secret it carried is erased
 */
async function scheduleRevived({ deliveries, queue, now }: OperationServices, id: string): Promise<Notification> {
  const revived = await deliveries.revive(id, now());
  await queue.schedule([revived], now());
  return revived;
}

function record({ audit, now }: OperationServices, admin: Actor, entry: Pick<AuditEntry, 'action' | 'detail'>): Promise<void> {
  return audit.record({ at: now(), actorId: admin.id, ...entry });
}
