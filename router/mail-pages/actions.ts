/** Hides what each page behind a mail link shows, and what its button does. */
import { z } from 'zod';
import { badInput } from '#platform/errors.ts';
import type { Link, LinkVerifier } from '#platform/signed-link.ts';
import type { ViewerRecord } from '#platform/viewer-records.ts';
import { ROUTER, personOf, visitor } from '../behalf.ts';
import type { Subgraphs } from '../behalf.ts';
import { html } from './page.ts';
import type { Html } from './page.ts';
import { MUTABLE_KINDS, isMutableKind } from './words.ts';
import type { Words } from './words.ts';

export type Visit = {
  readonly token: string;
  readonly clientAddress: string;
  readonly acceptLanguage: string | undefined;
  /** The posted form; empty for a GET. */
  readonly form: URLSearchParams;
};

export type Shown = { readonly title: string; readonly content: Html };

/** One address: what a GET shows (changing nothing), and what a POST does. Both throw DomainError for links that do not work. */
export type Action = {
  readonly words: (visit: Visit) => Promise<Words>;
  readonly show: (visit: Visit, words: Words) => Promise<Shown>;
  readonly act: (visit: Visit, words: Words) => Promise<Shown>;
};

export type ActionOptions = {
  readonly subgraphs: Subgraphs;
  readonly verify: LinkVerifier;
  readonly recordOf: (id: string) => ViewerRecord | null | Promise<ViewerRecord | null>;
  readonly wordsFor: (language: ViewerRecord['language'] | null, acceptLanguage: string | undefined) => Words;
};

type LinkFor<Purpose extends Link['purpose']> = Extract<Link, { purpose: Purpose }>;

/** The pages by path. */
export function createActions(options: ActionOptions): Readonly<Record<string, Action>> {
  const { subgraphs, verify, recordOf, wordsFor } = options;

  const linkFor = async <Purpose extends Link['purpose']>(purpose: Purpose, token: string): Promise<LinkFor<Purpose>> => {
    const link = await verify(token);
    if (link.purpose !== purpose) throw deadLink();
    return link as LinkFor<Purpose>;
  };
  const personFor = async (userId: string) => {
    const record = await recordOf(userId);
    if (record === null || record.disabled) throw deadLink();
    return personOf(record);
  };
  const ownWords = async ({ token, acceptLanguage }: Visit) => {
    const link = await verify(token);
    return wordsFor((await recordOf(link.userId))?.language ?? null, acceptLanguage);
  };
  const browserWords = ({ acceptLanguage }: Visit) => Promise.resolve(wordsFor(null, acceptLanguage));

  return {
    '/confirm-email': {
      words: browserWords,
      show: (_visit, { confirm }) => Promise.resolve(asking(confirm, html`<button>${confirm.button}</button>`)),
      act: async ({ token, clientAddress }, { confirm }) => {
        await subgraphs.users({ query: 'mutation ($token: String!) { confirmEmail(input: { token: $token }) { user { id } } }', variables: { token }, identity: visitor(clientAddress) });
        return said(confirm.done);
      },
    },
    '/reset-password': {
      words: browserWords,
      show: (_visit, { password }) => Promise.resolve(asking(password, passwordField(password))),
      act: async ({ token, form, clientAddress }, { password }) => {
        const variables = { token, newPassword: form.get('newPassword') ?? '' };
        await subgraphs.users({ query: 'mutation ($token: String!, $newPassword: String!) { resetPassword(input: { token: $token, newPassword: $newPassword }) { accepted } }', variables, identity: visitor(clientAddress) });
        return said(password.done);
      },
    },
    '/snooze': {
      words: ownWords,
      show: async ({ token }, { snooze }) => {
        await linkFor('snooze', token);
        return asking(snooze, html`${Object.entries(snooze.by).map(([by, label], index) => html`<button name="by" value="${by}" class="${index === 0 ? 'first' : 'second'}">${label}</button>`)}`);
      },
      act: async ({ token, form }, { snooze, tag }) => {
        const { userId, notificationId } = await linkFor('snooze', token);
        const by = form.get('by') ?? 'PT1H';
        if (!Object.hasOwn(snooze.by, by)) throw deadLink();
        const identity = await personFor(userId);
        const data = await subgraphs.notifications({ query: 'mutation ($id: ID!, $by: Duration!) { snoozeNotification(input: { id: $id, by: $by }) { notification { scheduledAt } } }', variables: { id: notificationId, by }, identity });
        const { scheduledAt } = snoozed.parse(data).snoozeNotification.notification;
        return said(snooze.done(inWords(scheduledAt, tag, identity.viewer?.timeZone ?? 'UTC')));
      },
    },
    '/unsubscribe': {
      words: ownWords,
      show: async ({ token }, words) => {
        const { kind } = await linkFor('unsubscribe', token);
        return asking({ title: words.unsubscribe.title, text: words.unsubscribe.text(kindName(kind, words)) }, html`<button>${words.unsubscribe.button}</button>`);
      },
      act: async ({ token }, words) => {
        const { userId, kind } = await linkFor('unsubscribe', token);
        await subgraphs.users({ query: 'mutation ($userId: ID!, $kind: NotificationKind!) { muteKind(input: { userId: $userId, kind: $kind }) { accepted } }', variables: { userId, kind }, identity: ROUTER });
        return said(words.unsubscribe.done(kindName(kind, words)));
      },
    },
    '/preferences': {
      words: ownWords,
      show: async ({ token }, words) => {
        const { userId } = await linkFor('preferences', token);
        const { me } = preferences.parse(await subgraphs.users({ query: '{ me { preferences { mutedKinds } } }', identity: await personFor(userId) }));
        const muted = new Set(me.preferences?.mutedKinds ?? []);
        const choices = MUTABLE_KINDS.map((kind) => html`<label class="choice"><input type="checkbox" name="wanted" value="${kind}"${muted.has(kind) ? null : { html: ' checked' }}>${words.kinds[kind]}</label>`);
        return asking(words.preferences, html`${choices}<button>${words.preferences.button}</button>`);
      },
      act: async ({ token, form }, words) => {
        const { userId } = await linkFor('preferences', token);
        const wanted = new Set(form.getAll('wanted'));
        const mutedKinds = MUTABLE_KINDS.filter((kind) => !wanted.has(kind));
        await subgraphs.users({ query: 'mutation ($mutedKinds: [NotificationKind!]) { updatePreferences(input: { mutedKinds: $mutedKinds }) { user { id } } }', variables: { mutedKinds }, identity: await personFor(userId) });
        return said(words.preferences.done);
      },
    },
  };
}

const snoozed = z.object({ snoozeNotification: z.object({ notification: z.object({ scheduledAt: z.string() }) }) });
const preferences = z.object({ me: z.object({ preferences: z.object({ mutedKinds: z.array(z.string()) }).nullish() }) });

function said({ title, text }: { readonly title: string; readonly text: string }): Shown {
  return { title, content: html`<p>${text}</p>` };
}

function asking({ title, text }: { readonly title: string; readonly text: string }, fields: Html): Shown {
  return { title, content: html`<p>${text}</p><form method="post">${fields}</form>` };
}

function passwordField({ label, button }: Words['password']): Html {
  return html`<label>${label}<input type="password" name="newPassword" autocomplete="new-password" minlength="10" maxlength="200" required></label><button>${button}</button>`;
}

/** The form once more, with what was wrong. */
export function askAgain(password: Words['password'], problem: string): Shown {
  return { title: password.title, content: html`<p class="bad" role="alert">${problem}</p><form method="post">${passwordField(password)}</form>` };
}

function kindName(kind: string, { kinds }: Words): string {
  return isMutableKind(kind) ? kinds[kind] : kind.toLowerCase().replaceAll('_', ' ');
}

function inWords(moment: string, tag: string, timeZone: string): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(new Date(moment));
}

function deadLink() {
  return badInput('token', 'This link does not work (any more).');
}
