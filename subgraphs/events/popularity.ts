/**
 * Hides how likes and attendances decay into one number that orders events.
 *
 * Every like is worth 1 and every place taken 3 at the moment it happens, and half as much every 14 days after. All decay alike,
 * so which of two events is ahead does not change by waiting: it is enough to keep, for each event,
 *
 *     popularity = log2( Σ weight × 2^(moment / 14 days) )        with moments counted from 2020-01-01
 *
 * which changes only when interest does and can be indexed. 0 stands for no interest (any interest since 2020 is above it).
 */

const EPOCH_MS = Date.UTC(2020, 0, 1);
const HALF_LIFE_MS = 14 * 86_400_000;

export const NO_INTEREST = 0;

/** Worth of a like and of a place at the moment they happen. */
export const WEIGHTS = { like: 1, place: 3 } as const;

/** Popularity after somebody's interest of that weight began at `at`. */
export function addInterest(popularity: number, weight: number, at: Date): number {
  const added = levelOf(weight, at);
  if (popularity === NO_INTEREST) return added;
  const [high, low] = popularity > added ? [popularity, added] : [added, popularity];
  return high + Math.log2(1 + 2 ** (low - high));
}

/** Popularity after interest of that weight, begun at `at`, ended; never below none at all. */
export function removeInterest(popularity: number, weight: number, at: Date): number {
  const rest = 1 - 2 ** (levelOf(weight, at) - popularity);
  return rest <= 1e-9 ? NO_INTEREST : Math.max(NO_INTEREST, popularity + Math.log2(rest));
}

/** What the interest so far is worth at `now`, in likes of this moment. */
export function currentInterest(popularity: number, now: Date): number {
  return popularity === NO_INTEREST ? 0 : 2 ** (popularity - halfLives(now));
}

function levelOf(weight: number, at: Date): number {
  return Math.max(Number.EPSILON, halfLives(at) + Math.log2(weight));
}

function halfLives(moment: Date): number {
  return (moment.getTime() - EPOCH_MS) / HALF_LIFE_MS;
}
