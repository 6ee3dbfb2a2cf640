/** Hides that mail goes on while the owners of what we know are away: then only what we were told counts. */
import type { ReadModelStore } from '#mail/read-model-store.ts';
import type { SubjectLookup } from '#mail/subject-lookup.ts';
import type { FactsSource } from './admission.ts';

/** The lookup, which asks the owner about what is missing; where the owner does not answer, what is missing stays unknown. */
export function factsOf(lookup: SubjectLookup, readModel: ReadModelStore): FactsSource {
  return {
    events: { getMany: (ids) => lookup.events.getMany(ids).catch(() => readModel.events.getMany(ids)) },
    recipients: { getMany: (ids) => lookup.recipients.getMany(ids).catch(() => readModel.recipients.getMany(ids)) },
  };
}
