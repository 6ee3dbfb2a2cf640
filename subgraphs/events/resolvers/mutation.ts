/** Hides how wishes about events are carried out. */
import { DomainError, unauthenticated } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '../context.ts';
import { parseChanges, parseDraft, parseText } from '../draft.ts';
import type { Event } from '../event.ts';
import type { Intent } from '../operation.ts';
import type { MutationResolvers } from '../schema.types.ts';
import { eventId } from './query.ts';

const MAX_REASON = 500;
const MAX_SUBJECT = 140;
const MAX_CONTENT = 5_000;

export const Mutation: MutationResolvers = {
  createEvent: async (_parent, { input }, context) => {
    const now = context.now();
    const details = parseDraft(input, now);
    return { event: await context.eventStore.create({ id: newId(now.getTime()), organizerId: viewerId(context), details, now }) };
  },
  updateEvent: async (_parent, { input }, context) => {
    const { id, version, ...changes } = input;
    const now = context.now();
    const event = await context.eventStore.edit({ ...(await subjectOf(context, id)), version, edit: (current) => parseChanges(current, changes, now), now });
    return { event: forget(context, event) };
  },
  cancelEvent: async (_parent, { input }, context) => {
    const reason = parseText('reason', input.reason ?? '', { min: 0, max: MAX_REASON });
    const event = await context.eventStore.cancel({ ...(await subjectOf(context, input.id)), reason: reason === '' ? null : reason, now: context.now() });
    return { event: forget(context, event) };
  },
  deleteEvent: async (_parent, { input }, context) => {
    await context.eventStore.remove({ ...(await subjectOf(context, input.eventId)), now: context.now() });
    context.loaders.event.clear(input.eventId);
    return { id: input.eventId };
  },
  likeEvent: (_parent, { input }, context) => submit(context, 'LIKE', input.eventId),
  unlikeEvent: (_parent, { input }, context) => submit(context, 'UNLIKE', input.eventId),
  attendEvent: (_parent, { input }, context) => submit(context, 'ATTEND', input.eventId),
  leaveEvent: (_parent, { input }, context) => submit(context, 'LEAVE', input.eventId),
  announce: async (_parent, { input }, context) => {
    const subject = parseText('subject', input.subject, { min: 1, max: MAX_SUBJECT }).replace(/\s+/g, ' ');
    const content = parseText('content', input.content, { min: 1, max: MAX_CONTENT });
    const event = await context.loaders.event.load(eventId(input.eventId));
    if (event?.status !== 'SCHEDULED') throw new DomainError(event === null ? 'NOT_FOUND' : 'CONFLICT', event === null ? 'No such event.' : 'This event was called off.');
    const now = context.now();
    await context.announcements.create({ id: newId(now.getTime()), eventId: event.id, organizerId: viewerId(context), subject, content, createdAt: now });
    return { accepted: true };
  },
  renewCalendarFeed: async (_parent, _args, context) => {
    const id = viewerId(context);
    await context.people.renewFeedSecret(id);
    return { user: { __typename: 'User', id } };
  },
};

async function submit(context: Context, kind: Exclude<Intent['kind'], 'PROMOTE'>, id: string) {
  const event = await context.standings.submit(eventId(id), { kind, userId: viewerId(context) });
  return { event: forget(context, event) };
}

/** The event to change, as the rules have read it to see whose it is. */
async function subjectOf({ loaders }: Context, id: string) {
  return { id: eventId(id), seen: await loaders.event.load(eventId(id)) };
}

/** What this request has read of the event before is no longer so: one operation may hold several mutations. */
function forget<E extends Event>({ loaders }: Context, event: E): E {
  for (const loader of [loaders.event, loaders.viewerLike, loaders.viewerAttendance]) loader.clear(event.id);
  loaders.upcoming.clearAll();
  return event;
}

/** The rules let nobody in without a viewer; should they ever, this does not. */
function viewerId({ identity }: Context): string {
  if (identity.viewer === null) throw unauthenticated();
  return identity.viewer.id;
}
