/** Hides what the pages behind mail links say, in each language. */
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { pt } from './words/pt.ts';

/** The kinds of mail that a person may do without; mail that keeps the account safe is none of them. */
export const MUTABLE_KINDS = [
  'REMINDER', 'DIGEST', 'EVENT_CHANGED', 'EVENT_CANCELLED', 'ANNOUNCEMENT', 'ATTENDANCE_CONFIRMED', 'ATTENDANCE_WAITLISTED', 'ATTENDEE_JOINED', 'ATTENDEE_LEFT', 'CUSTOM',
] as const;

export type MutableKind = (typeof MUTABLE_KINDS)[number];

type Sentences = { readonly title: string; readonly text: string };

export type Words = {
  readonly tag: string;
  readonly kinds: Readonly<Record<MutableKind, string>>;
  readonly confirm: Sentences & { readonly button: string; readonly done: Sentences };
  readonly password: Sentences & { readonly label: string; readonly button: string; readonly done: Sentences };
  readonly snooze: Sentences & { readonly by: Readonly<Record<'PT1H' | 'PT3H' | 'P1D' | 'P7D', string>>; readonly done: (when: string) => Sentences };
  readonly unsubscribe: { readonly title: string; readonly text: (kind: string) => string; readonly button: string; readonly done: (kind: string) => Sentences };
  readonly preferences: Sentences & { readonly button: string; readonly done: Sentences };
  readonly dead: Sentences;
  readonly busy: Sentences;
  readonly failed: Sentences;
};

export const LANGUAGES = { EN: en, ES: es, PT: pt } as const satisfies Record<string, Words>;

/** The person's own language, else the browser's first one that we speak, else English. */
export function wordsFor(language: keyof typeof LANGUAGES | null, acceptLanguage: string | undefined): Words {
  if (language !== null) return LANGUAGES[language];
  const wanted = (acceptLanguage ?? '').toLowerCase().split(',').map((part) => part.trim().slice(0, 2));
  return Object.values<Words>(LANGUAGES).find(({ tag }) => tag === wanted.find((tag) => Object.values<Words>(LANGUAGES).some((words) => words.tag === tag))) ?? en;
}

/** The name of a kind; kinds that cannot be muted have none. */
export function isMutableKind(kind: string): kind is MutableKind {
  return MUTABLE_KINDS.some((mutable) => mutable === kind);
}
