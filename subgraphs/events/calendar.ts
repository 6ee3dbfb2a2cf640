/** Hides which calendar files there are: one for an event, one for all that a person attends. `publicUrl` has no slash at its end. */
import { calendarFile } from '#platform/calendar-file.ts';
import type { Event } from './event.ts';

const FEED = { name: 'EventPost', refreshSeconds: 3_600 };

/** The file of one event. A cancelled one takes itself out of the calendar (METHOD:CANCEL). */
export function eventCalendar(event: Event, publicUrl: string): string {
  return calendarFile([event], { publicUrl, method: event.status === 'CANCELLED' ? 'CANCEL' : 'PUBLISH' });
}

export type Attended = { readonly event: Event; readonly attendance: 'GOING' | 'WAITLISTED' };

/** The feed of what one person attends; what they wait for is tentative, what was called off says so. */
export function feedCalendar(attended: readonly Attended[], publicUrl: string): string {
  const entries = attended.map(({ event, attendance }) => ({ ...event, isTentative: attendance === 'WAITLISTED' }));
  return calendarFile(entries, { publicUrl, method: 'PUBLISH', feed: FEED });
}
