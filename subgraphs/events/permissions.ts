/** Hides who may do and see what of events. */
import { forbidden } from '#platform/errors.ts';
import { isSignedIn, isVerified, rule } from '#platform/permissions.ts';
import type { PermissionRules } from '#platform/permissions.ts';
import type { Context } from './context.ts';
import type { Event, UserReference } from './event.ts';

type EventInput = { readonly input: { readonly id?: string; readonly eventId?: string } };

/** The viewer organises the event or is an admin; what there is not is left to the resolver to miss. */
const organizesInput = rule<unknown, EventInput, Context>('organizesInput', async ({ args, context }) => {
  const { viewer } = context.identity;
  if (viewer === null || viewer.role === 'ADMIN') return viewer !== null;
  const event = await context.loaders.event.load(args.input.id ?? args.input.eventId ?? '');
  return event === null || event.organizerId === viewer.id || forbidden('Only its organiser may do this.');
});

const organizesParent = rule<Event, unknown, Context>('organizesParent', ({ parent, context }) => {
  const { viewer } = context.identity;
  return viewer !== null && (viewer.role === 'ADMIN' || parent.organizerId === viewer.id);
});

const isThemselvesOrAdmin = rule<UserReference, unknown, Context>('isThemselvesOrAdmin', ({ parent, context }) => {
  const { viewer } = context.identity;
  return viewer !== null && (viewer.role === 'ADMIN' || viewer.id === parent.id);
});

const isService = rule<unknown, unknown, Context>('isService', ({ context }) => context.identity.service !== null || forbidden());

export const permissions: PermissionRules = {
  Query: { recommendedEvents: isSignedIn, calendarFeed: isService },
  Mutation: {
    createEvent: isVerified,
    updateEvent: organizesInput,
    cancelEvent: organizesInput,
    deleteEvent: organizesInput,
    likeEvent: isSignedIn,
    unlikeEvent: isSignedIn,
    attendEvent: isVerified,
    leaveEvent: isSignedIn,
    announce: organizesInput,
    renewCalendarFeed: isSignedIn,
  },
  Event: { attendees: organizesParent, ics: isService, facts: isService },
  User: { eventsExport: isThemselvesOrAdmin, calendarFeedUrl: isThemselvesOrAdmin },
};
