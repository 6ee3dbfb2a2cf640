/** Hides how an event reads in a mail: its time in the reader's zone and language, and its place in a line. */
import type { EventFacts } from '#mail/read-model.ts';
import type { EventCard, Language } from './message.ts';

export type Reader = { readonly language: Language; readonly timeZone: string };

/** The card of an event; `fallbackTitle` stands in where the event is not known (any more). */
export function eventCard(event: EventFacts | null, reader: Reader, fallbackTitle: string): EventCard {
  if (event === null) return { title: fallbackTitle, when: '', where: '', note: null };
  const { words } = reader.language;
  const place = [event.place.name, event.place.address].filter((part) => part !== null && part !== '').join(', ');
  return {
    title: event.title,
    when: timeRange(event, reader),
    where: place === '' ? words.placeToBeAnnounced : place,
    note: event.status === 'CANCELLED' ? [words.wasCancelled, event.cancelReason].filter((part) => part !== null).join(': ') : null,
  };
}

/** In the reader's zone; with the event's own clock beside it where that differs. */
function timeRange(event: EventFacts, reader: Reader): string {
  const startsAt = new Date(event.startsAt);
  const end = event.endsAt === null ? null : new Date(event.endsAt);
  const format = new Intl.DateTimeFormat(reader.language.tag, {
    weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: reader.timeZone, timeZoneName: 'short',
  });
  const range = end === null || end <= startsAt ? format.format(startsAt) : format.formatRange(startsAt, end);
  const local = clock(startsAt, reader.language.tag, event.timeZone);
  return local === clock(startsAt, reader.language.tag, reader.timeZone) ? range : `${range} (${local} ${cityOf(event.timeZone)})`;
}

function clock(time: Date, tag: string, timeZone: string): string {
  return new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone }).format(time);
}

function cityOf(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}
