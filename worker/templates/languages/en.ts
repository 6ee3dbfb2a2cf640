/** Hides what EventPost says in English. */
import type { Language } from '../message.ts';

const hello = (name: string | null) => (name === null ? 'Hello,' : `Hello ${name},`);

export const en: Language = {
  tag: 'en',
  kinds: {
    REMINDER: ({ name, event }) => ({
      subject: `Reminder: ${event.title}`,
      preview: `${event.when} · ${event.where}`,
      heading: `${event.title} is coming up`,
      paragraphs: [hello(name), 'You asked us to remind you of this:'],
      action: 'Add to calendar',
    }),
    CUSTOM: ({ subject, content }) => ({ subject, preview: content, heading: subject, paragraphs: [content] }),
    WELCOME: ({ name }) => ({
      subject: 'Welcome to EventPost',
      preview: 'Find what is on near you, and be reminded in time.',
      heading: 'Welcome to EventPost',
      paragraphs: [hello(name), 'Find what is on near you, follow what you like, and get a reminder exactly when it still helps.', 'One thing first: confirm your address with the link in our other mail. Until then you can look around; after it you can attend, organise and be reminded.'],
    }),
    EMAIL_VERIFICATION: ({ name }) => ({
      subject: 'Confirm your email address',
      preview: 'One click, and reminders can reach you here.',
      heading: 'Confirm your email address',
      paragraphs: [hello(name), 'Please confirm that this address is yours. The link works once, for 24 hours.', 'If you did not ask for this, ignore this mail: nothing happens.'],
      action: 'Confirm this address',
    }),
    EMAIL_CHANGED: ({ name, newEmail }) => ({
      subject: 'Your email address is being changed',
      preview: 'Was it you?',
      heading: 'Your email address is being changed',
      paragraphs: [hello(name), `Your account is moving to ${newEmail}. Until that address is confirmed, this one stays in force.`, 'If it was not you, sign in and change your password now.'],
    }),
    PASSWORD_RESET: ({ name }) => ({
      subject: 'Choose a new password',
      preview: 'The link works once, for an hour.',
      heading: 'Choose a new password',
      paragraphs: [hello(name), 'Somebody, we hope you, asked to reset the password of your account. The link works once, for an hour.', 'If it was not you, ignore this mail: your password stays as it is.'],
      action: 'Choose a new password',
    }),
    EVENT_CHANGED: ({ name, event }) => ({
      subject: `Changed: ${event.title}`,
      preview: `Now ${event.when} · ${event.where}`,
      heading: `${event.title} has changed`,
      paragraphs: [hello(name), 'Time or place of an event you follow has changed. Your reminders have moved with it.'],
      action: 'Update your calendar',
    }),
    EVENT_CANCELLED: ({ name, event }) => ({
      subject: `Cancelled: ${event.title}`,
      preview: 'It does not take place. Your reminders are withdrawn.',
      heading: `${event.title} is cancelled`,
      paragraphs: [hello(name), 'An event you follow does not take place. Your reminders of it are withdrawn.'],
    }),
    ANNOUNCEMENT: ({ subject, content, event }) => ({
      subject: `${subject} (${event.title})`,
      preview: content,
      heading: subject,
      paragraphs: [content],
    }),
    DIGEST: ({ name, count }) => ({
      subject: `${count} reminders for you`,
      preview: 'All that is coming up, in one mail.',
      heading: 'Coming up',
      paragraphs: [hello(name), 'Here are your reminders together, so that each still reaches you in time:'],
    }),
    ATTENDANCE_CONFIRMED: ({ name, event }) => ({
      subject: `You are going: ${event.title}`,
      preview: `${event.when} · ${event.where}`,
      heading: 'You have a seat',
      paragraphs: [hello(name), 'You are on the list of attendees:'],
      action: 'Add to calendar',
    }),
    ATTENDEE_JOINED: ({ name, event }) => ({
      subject: `Somebody joined ${event.title}`,
      preview: 'Your event has a new attendee.',
      heading: 'A new attendee',
      paragraphs: [hello(name), 'Somebody has joined your event:'],
    }),
    ATTENDANCE_WAITLISTED: ({ name, event }) => ({
      subject: `On the waitlist: ${event.title}`,
      preview: 'It is full; you move up as soon as a seat is given up.',
      heading: 'You are on the waitlist',
      paragraphs: [hello(name), 'The event is full at present. As soon as a seat is given up you move up, and we tell you.'],
    }),
    ATTENDEE_LEFT: ({ name, event }) => ({
      subject: `Somebody left ${event.title}`,
      preview: 'A seat of your event is free again.',
      heading: 'An attendee left',
      paragraphs: [hello(name), 'Somebody has given up a seat of your event:'],
    }),
  },
  words: {
    addToCalendar: 'Add to calendar',
    snooze: 'Remind me again later',
    unsubscribe: 'Unsubscribe from mails like this',
    preferences: 'Mail preferences',
    wasCancelled: 'Cancelled',
    placeToBeAnnounced: 'Place to be announced',
    reason: 'You get this because you follow, attend or organise events on EventPost.',
    accountReason: 'You get this because it concerns your account.',
  },
};
