/** Hides how a notification that ended without reaching anybody gets another try. */
import type { Notification } from '#mail/notification.ts';
import type { Services } from './services.ts';

/**
 * Pending again as a new revision, with its job.
 * @throws DomainError NOT_FOUND; CONFLICT in any state but FAILED and UNCERTAIN, or when the secret it carried is erased
 */
export async function scheduleRevived({ deliveries, queue, now }: Pick<Services, 'deliveries' | 'queue' | 'now'>, id: string): Promise<Notification> {
  const revived = await deliveries.revive(id, now());
  await queue.schedule([revived], now());
  return revived;
}
