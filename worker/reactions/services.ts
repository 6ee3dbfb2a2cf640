/** Hides what reactions to domain events work with. */
import type { ReadModelStore } from '#mail/read-model-store.ts';
import type { MailScheduling } from '#mail/scheduling.ts';
import type { SubjectLookup } from '#mail/subject-lookup.ts';

export type ReactionServices = MailScheduling & {
  readonly readModel: ReadModelStore;
  readonly lookup: SubjectLookup;
  readonly now: () => Date;
  /** How long before an event's start its mails stop being of use; ISO 8601. */
  readonly lead: string;
  /** How long news of a changed event waits for more of the same, so that a series of edits becomes one mail. */
  readonly settleMs: number;
};
