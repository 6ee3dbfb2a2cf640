/** Hides the order in which test files begin: those of the whole system first, for they take longest and mostly wait. */
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const RANKS = ['/tests/e2e/mail-chaos', '/tests/e2e/', '/tests/integration/'];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = RANKS.findIndex((part) => moduleId.includes(part));
  return rank === -1 ? RANKS.length : rank;
}
