/** Hides how a notification becomes a mail: its kind's message in the reader's language, poured into one HTML and one text layout. */
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { isAccountMail } from '#mail/notification.ts';
import type { Notification } from '#mail/notification.ts';
import type { EventFacts, RecipientFacts } from '#mail/read-model.ts';
import { createLinkSigner } from '#platform/signed-link.ts';
import { eventCard } from './event-card.ts';
import type { Reader } from './event-card.ts';
import { linksOf, textOf } from './links.ts';
import type { Links } from './links.ts';
import { en } from './languages/en.ts';
import { es } from './languages/es.ts';
import { pt } from './languages/pt.ts';
import type { Action, EventCard, Language, Message } from './message.ts';

const LANGUAGES: Readonly<Record<string, Language>> = { EN: en, ES: es, PT: pt };

const PREVIEW_LENGTH = 140;

export type MailInput = {
  readonly notification: Notification;
  readonly recipient: RecipientFacts | null;
  readonly event: EventFacts | null;
  /** What a DIGEST carries; empty for every other kind. */
  readonly items: readonly { readonly notification: Notification; readonly event: EventFacts | null }[];
};

export type RenderedMail = {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** List-Unsubscribe and List-Unsubscribe-Post (RFC 8058), where the kind can be unsubscribed from. */
  readonly headers: Readonly<Record<string, string>>;
};

export type MailRenderer = (input: MailInput) => Promise<RenderedMail>;

type View = Message & {
  readonly language: string;
  readonly events: readonly EventCard[];
  readonly button: Action | null;
  readonly links: readonly Action[];
  readonly reason: string;
  readonly footerLinks: readonly Action[];
};

/** Reads and compiles the layouts once; `publicUrl` is where the links in mails lead. */
export function createMailRenderer(options: { readonly publicUrl: string; readonly linkSecret: string }): MailRenderer {
  const html = Handlebars.compile(readLayout('layout.html'));
  const text = Handlebars.compile(readLayout('layout.txt'), { noEscape: true });
  const links = linksOf(options.publicUrl, createLinkSigner(options.linkSecret));
  return async (input) => {
    const view = await viewOf(input, links);
    const page = { ...view, action: view.button, preview: view.preview.slice(0, PREVIEW_LENGTH) };
    return { subject: oneLine(view.subject), html: html(page), text: text(page), headers: await links.headers(input.notification) };
  };
}

function readLayout(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** A subject is one header line, whatever somebody typed. */
function oneLine(subject: string): string {
  return subject.replace(/\s+/g, ' ').trim();
}

async function viewOf(input: MailInput, links: Links): Promise<View> {
  const { notification } = input;
  const reader = readerOf(input);
  const { words, kinds } = reader.language;
  const event = eventCard(input.event, reader, notification.subject);
  const message = kinds[notification.kind]({
    name: input.recipient?.displayName ?? textOf(notification.variables['displayName']),
    event,
    subject: notification.subject,
    content: notification.content,
    newEmail: textOf(notification.variables['newEmail']) ?? '',
    count: input.items.length,
  });
  const items = input.items.map((item) => eventCard(item.event, reader, item.notification.subject));
  const target = links.target(notification);
  return {
    ...message,
    language: reader.language.tag,
    events: notification.kind === 'DIGEST' ? items : input.event === null ? [] : [event],
    button: message.action === undefined || target === null ? null : { label: message.action, url: target },
    links: await links.below(notification, words),
    reason: isAccountMail(notification.kind) ? words.accountReason : words.reason,
    footerLinks: await links.footer(notification, words),
  };
}

/** In whose language and zone: the recipient's, else what the mail's cause said, else English and UTC. */
function readerOf({ recipient, notification }: MailInput): Reader {
  const language = recipient?.language ?? textOf(notification.variables['language']) ?? 'EN';
  return { language: LANGUAGES[language] ?? en, timeZone: recipient?.timeZone ?? textOf(notification.variables['timeZone']) ?? 'UTC' };
}
