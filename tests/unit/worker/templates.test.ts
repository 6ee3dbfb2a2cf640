import { describe, expect, it } from 'vitest';
import type { Notification, NotificationKind } from '#mail/notification.ts';
import type { EventFacts, RecipientFacts } from '#mail/read-model.ts';
import { createLinkVerifier } from '#platform/signed-link.ts';
import { createMailRenderer } from '#worker/templates/render.ts';
import type { MailInput } from '#worker/templates/render.ts';

const linkSecret = 'a-secret-of-at-least-32-characters';
const render = createMailRenderer({ publicUrl: 'https://eventpost.example', linkSecret });

const KINDS: readonly NotificationKind[] = [
  'REMINDER', 'CUSTOM', 'WELCOME', 'EMAIL_VERIFICATION', 'EMAIL_CHANGED', 'PASSWORD_RESET', 'EVENT_CHANGED', 'EVENT_CANCELLED', 'ANNOUNCEMENT', 'DIGEST',
  'ATTENDANCE_CONFIRMED', 'ATTENDEE_JOINED', 'ATTENDANCE_WAITLISTED', 'ATTENDEE_LEFT',
];
const LANGUAGES = ['EN', 'ES', 'PT'] as const;

const event: EventFacts = {
  title: 'Fado night', description: 'Songs', topics: ['music'], startsAt: '2030-06-21T20:00:00.000Z', endsAt: '2030-06-21T22:30:00.000Z', timeZone: 'Europe/Lisbon',
  place: { name: 'Tasca do Chico', address: 'Rua do Diário de Notícias 39', coordinates: null }, status: 'SCHEDULED', cancelReason: null, organizerId: 'o',
};
const recipient: RecipientFacts = {
  displayName: 'Ana', language: 'EN', timeZone: 'Europe/Madrid', disabled: false, emails: [{ address: 'ana@example.org', verified: true, primary: true, suppressedReason: null }],
  preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: null },
};

function notification(kind: NotificationKind, changes: Partial<Notification> = {}): Notification {
  const at = new Date('2030-06-20T10:00:00Z');
  return {
    _id: 'n1', revision: 1, kind, lane: 'ordinary', recipientId: 'u1', toEmail: 'ana@example.org', subject: 'A subject', content: 'Some content', variables: {}, eventId: 'e1', anchor: null, cause: null,
    scheduledAt: at, deadline: at, state: 'SENDING', stateReason: null, attempts: [], sentAt: null, digestId: null, requestId: null, createdAt: at, updatedAt: at, ...changes,
  };
}

function input(kind: NotificationKind, changes: Partial<MailInput> = {}): MailInput {
  return { notification: notification(kind), recipient, event, items: [], ...changes };
}

describe.each(LANGUAGES)('mails in %s', (language) => {
  it.each(KINDS)('give %s a subject, a preview, an HTML and a text part without a gap', async (kind) => {
    const items = kind === 'DIGEST' ? [{ notification: notification('REMINDER'), event }] : [];
    const mail = await render(input(kind, { recipient: { ...recipient, language }, items }));
    expect(mail.subject).not.toBe('');
    expect(mail.html).toContain('<h1');
    expect(mail.html).toContain(`lang="${language.toLowerCase()}"`);
    expect(`${mail.subject}${mail.html}${mail.text}`).not.toMatch(/undefined|\[object|\{\{/);
    expect(mail.text.trim().length).toBeGreaterThan(40);
  });
});

describe('a mail', () => {
  it('tells the time in the reader’s zone, with the event’s own clock beside it', async () => {
    const { text } = await render(input('REMINDER'));
    expect(text).toContain('Friday, June 21, 2030');
    expect(text).toContain('10:00');
    expect(text).toContain('(09:00 PM Lisbon)');
  });

  it('escapes what people typed in HTML, and leaves it as it is in text', async () => {
    const { html, text } = await render(input('CUSTOM', { notification: notification('CUSTOM', { content: '<script>alert(1)</script> & more' }) }));
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;');
    expect(text).toContain('<script>alert(1)</script> & more');
  });

  it('keeps a subject on one line, so that nobody adds headers', async () => {
    const { subject } = await render(input('CUSTOM', { notification: notification('CUSTOM', { subject: 'Hi\r\nBcc: all@example.org' }) }));
    expect(subject).toBe('Hi Bcc: all@example.org');
  });

  it('carries the verification token as the query parameter token', async () => {
    const { text, html } = await render(input('EMAIL_VERIFICATION', { notification: notification('EMAIL_VERIFICATION', { variables: { token: 'abc123' } }), event: null }));
    expect(text).toContain('https://eventpost.example/confirm-email?token=abc123');
    expect(html).toContain('confirm-email?token');
  });

  it('can be unsubscribed from with one click where it is about events', async () => {
    const { headers } = await render(input('REMINDER'));
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const token = new URL(String(headers['List-Unsubscribe']).slice(1, -1)).searchParams.get('token') ?? '';
    expect(await createLinkVerifier(linkSecret)(token)).toEqual({ purpose: 'unsubscribe', userId: 'u1', address: 'ana@example.org', kind: 'REMINDER' });
  });

  it('cannot be unsubscribed from where it is about the account', async () => {
    expect((await render(input('PASSWORD_RESET'))).headers).toEqual({});
  });

  it('says why an event was cancelled', async () => {
    const { text } = await render(input('EVENT_CANCELLED', { event: { ...event, status: 'CANCELLED', cancelReason: 'The singer is ill' } }));
    expect(text).toContain('Cancelled: The singer is ill');
  });

  it('lists every reminder of a digest', async () => {
    const items = ['One', 'Two', 'Three'].map((title) => ({ notification: notification('REMINDER'), event: { ...event, title } }));
    const { text, subject } = await render(input('DIGEST', { event: null, items }));
    expect(subject).toBe('3 reminders for you');
    expect(text).toMatch(/One[\s\S]*Two[\s\S]*Three/);
  });

  it('speaks the language that the cause named when the person is not known yet', async () => {
    const { subject } = await render(input('WELCOME', { recipient: null, event: null, notification: notification('WELCOME', { variables: { language: 'PT' } }) }));
    expect(subject).toBe('Damos-lhe as boas-vindas ao EventPost');
  });
});
