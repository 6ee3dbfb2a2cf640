/** Hides how facts from the other contexts reach the reactions that draw their consequences for mail: one at a time for each subject. */
import { consumeDomainEvents } from '#platform/domain-events.ts';
import type { DomainEventConsumer } from '#platform/domain-events.ts';
import type { DomainEvent } from '#platform/facts.ts';
import type { Log } from '#platform/log.ts';
import { followAccount, forgetAccount, sendAccountMail } from './reactions/account.ts';
import { passOn } from './reactions/announcement.ts';
import { followEventNews } from './reactions/event.ts';
import { followAttendance, followLike } from './reactions/interest.ts';
import type { ReactionServices } from './reactions/services.ts';

type ReactOptions = { readonly redisUrl: string; readonly prefix: string; readonly log: Log; readonly services: ReactionServices };

/** Reacts to domain events until closed. */
export function startReacting({ redisUrl, prefix, log, services }: ReactOptions): DomainEventConsumer {
  return consumeDomainEvents({ redisUrl, prefix, log, subscriber: 'worker', handle: createReaction(services) });
}

/** The reaction to any domain event: idempotent, and indifferent to the order in which versions of a subject come. */
export function createReaction(services: ReactionServices): (event: DomainEvent) => Promise<void> {
  const inTurn = createTurns();
  return (event) => inTurn(subjectOf(event), () => react(services, event));
}

function react(services: ReactionServices, event: DomainEvent): Promise<void> {
  switch (event.type) {
    case 'account-mail.requested':
      return sendAccountMail(services, event);
    case 'user.changed':
      return followAccount(services, event);
    case 'user.deleted':
      return forgetAccount(services, event);
    case 'event.changed':
    case 'event.deleted':
      return followEventNews(services, event);
    case 'like.changed':
      return followLike(services, event);
    case 'attendance.changed':
      return followAttendance(services, event);
    case 'announcement.created':
      return passOn(services, event);
    default:
      return event satisfies never;
  }
}

/** An announcement waits for its event's other news; a like and an attendance of one person and event share an id. */
function subjectOf(event: DomainEvent): string {
  return event.type === 'announcement.created' ? event.facts.eventId : event.id;
}

/** Runs works of one subject one after another. */
function createTurns(): (subject: string, work: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return async (subject, work) => {
    const turn = (last.get(subject) ?? Promise.resolve()).then(work, work);
    last.set(subject, turn);
    try {
      await turn;
    } finally {
      if (last.get(subject) === turn) last.delete(subject);
    }
  };
}
