/** Hides what is asked while users is away, and how an answer is judged. */
import { z } from 'zod';
import { standInId } from '#tests/support/stand-ins.ts';

export type Verdict = 'whole' | 'only its fields failed' | 'living fields failed' | 'failed without a code';

type Data = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
type Question = {
  readonly query: string;
  /** The id of the n-th thing to ask for. */
  readonly id: (n: number) => string;
  /** What the living subgraphs must have answered. */
  readonly living: (data: Data) => readonly unknown[];
  /** What only users knows: null while it is away. */
  readonly dead: (data: Data) => readonly unknown[];
};

const event = (n: number) => standInId('e', n);
const person = (n: number) => standInId('a', n);

/** The living subgraph alone, the dead one alone, one after the other and both at once. */
export const QUESTIONS: readonly [Question, ...Question[]] = [
  { query: 'query ($id: ID!) { event(id: $id) { title likeCount } }', id: event, living: ({ event }) => [event?.['title'], event?.['likeCount']], dead: () => [] },
  { query: 'query ($id: ID!) { user(id: $id) { displayName } }', id: person, living: () => [], dead: ({ user }) => [user] },
  { query: 'query ($id: ID!) { event(id: $id) { title organizer { displayName } } }', id: event, living: ({ event }) => [event?.['title']], dead: ({ event }) => [event?.['organizer']] },
  { query: 'query ($id: ID!) { topics { name } user(id: $id) { displayName } }', id: person, living: ({ topics }) => [topics], dead: ({ user }) => [user] },
];

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).optional() })).default([]),
});

/** What came of a question. */
export function judge({ living, dead }: Question, answer: string): Verdict {
  const { data, errors } = answerSchema.parse(JSON.parse(answer));
  const fields = (data ?? {}) as Data;
  if (living(fields).some((value) => value === null || value === undefined)) return 'living fields failed';
  const lost = dead(fields).filter((value) => value === null || value === undefined);
  if (errors.length === 0 && lost.length === 0) return 'whole';
  if (dead(fields).length === 0) return 'living fields failed';
  return errors.length > 0 && lost.length === dead(fields).length && errors.every(({ extensions }) => extensions !== undefined) ? 'only its fields failed' : 'failed without a code';
}
