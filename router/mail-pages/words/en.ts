/** Hides what the pages behind mail links say in English. */
import type { Words } from '../words.ts';

export const en: Words = {
  tag: 'en',
  kinds: {
    REMINDER: 'reminders of events', DIGEST: 'several reminders in one mail', EVENT_CHANGED: 'changes of events', EVENT_CANCELLED: 'cancelled events', ANNOUNCEMENT: 'announcements of organisers',
    ATTENDANCE_CONFIRMED: 'confirmations that you have a place', ATTENDANCE_WAITLISTED: 'places in line', ATTENDEE_JOINED: 'people joining your events', ATTENDEE_LEFT: 'people leaving your events', CUSTOM: 'mails that you wrote to yourself',
  },
  confirm: {
    title: 'Confirm your email address', text: 'One click, and mail from EventPost reaches you here.', button: 'Confirm this address',
    done: { title: 'Your address is confirmed', text: 'Thank you. You can close this page.' },
  },
  password: {
    title: 'Choose a new password', text: 'At least 10 characters. You will be signed out everywhere.', label: 'New password', button: 'Save the password',
    done: { title: 'Your password is changed', text: 'Sign in with it wherever you use EventPost.' },
  },
  snooze: {
    title: 'Remind me later', text: 'When should we remind you again?', by: { PT1H: 'In an hour', PT3H: 'In three hours', P1D: 'Tomorrow', P7D: 'In a week' },
    done: (when) => ({ title: 'We will remind you later', text: `Your reminder now goes out ${when}.` }),
  },
  unsubscribe: {
    title: 'Stop these mails?', text: (kind) => `You will get no more mail about ${kind}.`, button: 'Unsubscribe',
    done: (kind) => ({ title: 'You are unsubscribed', text: `No more mail about ${kind}. You can change your mind in your preferences.` }),
  },
  preferences: {
    title: 'What we may mail you', text: 'Mail that keeps your account safe always comes.', button: 'Save',
    done: { title: 'Your choice is saved', text: 'It holds from the next mail on.' },
  },
  dead: { title: 'This link does not work (any more)', text: 'It was used before, it is too old, or part of it got lost. Ask for a new mail.' },
  busy: { title: 'Too many tries', text: 'Wait a little while, then try again.' },
  failed: { title: 'That did not work', text: 'Something is not right on our side. Try again in a few minutes.' },
};
