/** Hides what an absent input field means: keep what is. Pure. */

/** The parsed value where one is given (neither absent nor null), else `kept`. */
export function givenOr<Given, Kept>(given: Given | null | undefined, parse: (given: Given) => Kept, kept: Kept): Kept {
  return given === null || given === undefined ? kept : parse(given);
}
