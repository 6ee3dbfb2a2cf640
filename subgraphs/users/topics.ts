/** Hides what a list of topics is: lower case, single spaces, each once. Pure. */
import { badInput } from '#platform/errors.ts';
import { parseText } from './text-field.ts';

const MAX_TOPICS = 50;
const MAX_LENGTH = 50;

/**
 * The topics as they are stored.
 * @throws DomainError BAD_USER_INPUT naming the field
 */
export function parseTopics(topics: readonly string[], field: string): readonly string[] {
  if (topics.length > MAX_TOPICS) throw badInput(field, `${field} holds at most ${MAX_TOPICS} topics.`);
  return [...new Set(topics.map((topic) => parseText(topic.toLowerCase().replace(/\s+/gu, ' '), { field, min: 1, max: MAX_LENGTH })))];
}
