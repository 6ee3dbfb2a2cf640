/** Hides what a filter says about single fields: the ranges of keys outside which no matching document can lie. */
import { isNumber, toNumber } from '../bson/number.ts';
import { NAN_KEY, orderKey } from '../bson/order-key.ts';
import { isDocument, isMissing, isOperatorDocument, isRegex, TYPE, typeOf, type Document } from '../bson/value.ts';
import { foldValue, type Folding } from '../query/collation.ts';
import { isValueElemMatch } from '../query/condition.ts';
import { compileRegion } from '../query/geo.ts';
import { anchoredPrefix } from '../query/regex.ts';
import { readTextSearch } from '../query/text.ts';
import { cellsCovering } from '../store/geo-cell.ts';
import { POINT_KEY, SHAPE_KEY, wordKey } from '../store/index-keys.ts';
import { after, before, intersect, isBelow, unite, within, type KeyRange } from '../store/key-range.ts';

/** The ranges a condition allows. `isExact`: every value in them matches. `arePoints`: each range is one value. */
export type Bounds = { readonly ranges: readonly KeyRange[]; readonly isExact: boolean; readonly arePoints: boolean };

export type Constraints = {
  /** Per path all the bounds that hold at once, though maybe for different elements of an array. */
  readonly byPath: Map<string, Bounds[]>;
  /** Per path the cells of a 2dsphere index a region covers. */
  readonly shapes: Map<string, readonly KeyRange[]>;
  /** Paths that every matching document has. */
  readonly present: Set<string>;
  words: Bounds | null;
  /** Whether the bounds say everything the filter does. */
  isComplete: boolean;
};

const emptyConstraints = (): Constraints => ({ byPath: new Map(), shapes: new Map(), present: new Set(), words: null, isComplete: true });

/** The conditions of a filter that all must hold, `$and` taken apart. */
export function conjunctsOf(filter: Document): Document[] {
  return Object.entries(filter).flatMap(([key, value]) =>
    key === '$and' && Array.isArray(value) ? value.filter(isDocument).flatMap(conjunctsOf) : [{ [key]: value }],
  );
}

/** What a well-formed filter says about single fields, its strings compared under a collation. */
export function constraintsOf(filter: Document, folding: Folding | null): Constraints {
  const constraints = emptyConstraints();
  for (const conjunct of conjunctsOf(filter)) {
    for (const [key, value] of Object.entries(conjunct)) {
      if (!key.startsWith('$')) addCondition(key, value, { constraints, folding });
      else if (key !== '$comment') addOperator(key, value, { constraints, folding });
    }
  }
  return constraints;
}

type Target = { readonly constraints: Constraints; readonly folding: Folding | null };

function addOperator(operator: string, value: unknown, target: Target): void {
  target.constraints.isComplete = false;
  if (operator === '$or' && Array.isArray(value)) addAlternatives(value.filter(isDocument), target);
  if (operator === '$text') {
    const ranges = unite([...readTextSearch(value).words].map((word) => within(wordKey(word))));
    target.constraints.words = { ranges, isExact: false, arePoints: true };
  }
}

/** A path that every branch of an `$or` speaks about is bound by all of them together. */
function addAlternatives(branches: readonly Document[], { constraints, folding }: Target): void {
  const alternatives = branches.map((branch) => constraintsOf(branch, folding));
  const [first, ...others] = alternatives;
  for (const path of first?.byPath.keys() ?? []) {
    const bounds = [first, ...others].map((alternative) => alternative?.byPath.get(path)?.[0]);
    if (bounds.some((one) => one === undefined)) continue;
    const all = bounds.filter((one) => one !== undefined);
    add(constraints, path, { ranges: unite(all.flatMap(({ ranges }) => ranges)), isExact: false, arePoints: all.every(({ arePoints }) => arePoints) });
  }
}

function add({ byPath, present }: Constraints, path: string, bounds: Bounds): void {
  const known = byPath.get(path);
  if (known) known.push(bounds);
  else byPath.set(path, [bounds]);
  if (!bounds.ranges.some((range) => contains(range, TYPE.null) || contains(range, TYPE.undefined))) present.add(path);
}

const contains = ({ low, high }: KeyRange, key: string): boolean => !isBelow(key, low) && isBelow(key, high);

function addCondition(path: string, condition: unknown, target: Target): void {
  const { constraints, folding } = target;
  const operators = isOperatorDocument(condition) ? condition : isRegex(condition) ? { $regex: condition } : { $eq: condition };
  for (const [operator, operand] of Object.entries(operators)) {
    if (operator === '$options' || operator === '$comment') continue;
    if (operator === '$elemMatch' && isDocument(operand)) addElemMatch(path, operand, target);
    else if (operator === '$all' && Array.isArray(operand)) {
      for (const item of operand) addCondition(path, item, target);
      constraints.isComplete = false;
    } else if (operator === '$exists' && operand !== false && operand !== 0) {
      constraints.present.add(path);
      constraints.isComplete = false;
    } else if (operator === '$geoWithin') addRegion(path, operand, constraints);
    else {
      const bounds = operatorBounds(operator, operand, { folding, options: operators['$options'] });
      if (bounds) add(constraints, path, bounds);
      if (!bounds?.isExact) constraints.isComplete = false;
    }
  }
}

function addElemMatch(path: string, operand: Document, { constraints, folding }: Target): void {
  constraints.isComplete = false;
  if (!isValueElemMatch(operand)) {
    const inner = constraintsOf(operand, folding);
    for (const [field, [bounds]] of inner.byPath) if (bounds) add(constraints, `${path}.${field}`, { ...bounds, isExact: false });
    return;
  }
  const all = Object.entries(operand).flatMap(([operator, value]) => operatorBounds(operator, value, { folding, options: operand['$options'] }) ?? []);
  const [first, ...others] = all;
  if (!first) return;
  const ranges = others.reduce((common, { ranges: next }) => intersect(common, next), first.ranges);
  add(constraints, path, { ranges, isExact: false, arePoints: all.some(({ arePoints }) => arePoints) });
}

function addRegion(path: string, operand: unknown, constraints: Constraints): void {
  constraints.isComplete = false;
  const { box } = compileRegion(operand);
  if (box) constraints.shapes.set(path, unite([...cellsCovering(box).map((cell) => within(POINT_KEY + cell)), within(SHAPE_KEY)]));
}

type Scope = { readonly folding: Folding | null; readonly options: unknown };

function operatorBounds(operator: string, operand: unknown, scope: Scope): Bounds | null {
  switch (operator) {
    case '$eq':
      return isRegex(operand) ? null : equalBounds(operand, scope.folding);
    case '$in':
      return Array.isArray(operand) ? memberBounds(operand, scope) : null;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return comparisonBounds(operator, operand, scope.folding);
    case '$regex':
      return regexBounds(operand, scope);
    case '$exists':
      return { ranges: [within(TYPE.undefined), within(TYPE.null)], isExact: false, arePoints: true };
    case '$type':
      return operand === 'string' || operand === 2 ? { ranges: [within(TYPE.string)], isExact: false, arePoints: false } : null;
    default:
      return null;
  }
}

function equalBounds(operand: unknown, folding: Folding | null): Bounds | null {
  if (Array.isArray(operand)) return null;
  return { ranges: [within(orderKey(foldValue(operand, folding)))], isExact: !isMissing(operand), arePoints: true };
}

function memberBounds(operands: readonly unknown[], scope: Scope): Bounds | null {
  const all = operands.map((operand) => (isRegex(operand) ? regexBounds(operand, { ...scope, options: undefined }) : equalBounds(operand, scope.folding)));
  if (all.some((bounds) => bounds === null)) return null;
  const known = all.filter((bounds) => bounds !== null);
  return {
    ranges: unite(known.flatMap(({ ranges }) => ranges)),
    isExact: known.every(({ isExact }) => isExact),
    arePoints: known.every(({ arePoints }) => arePoints),
  };
}

function comparisonBounds(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: unknown, folding: Folding | null): Bounds | null {
  const isInclusive = operator === '$gte' || operator === '$lte';
  const isNothing = isMissing(operand) || (isNumber(operand) && Number.isNaN(toNumber(operand)));
  if (isNothing) return isInclusive ? equalBounds(operand, folding) : { ranges: [], isExact: true, arePoints: true };
  const type = typeOf(operand);
  if (Array.isArray(operand) || type === TYPE.minKey || type === TYPE.maxKey) return null;
  const key = orderKey(foldValue(operand, folding));
  const lowest = type === TYPE.number ? after(NAN_KEY) : before(type);
  const range =
    operator === '$gt' || operator === '$gte'
      ? { low: isInclusive ? before(key) : after(key), high: after(type) }
      : { low: lowest, high: isInclusive ? after(key) : before(key) };
  return { ranges: unite([range]), isExact: true, arePoints: false };
}

function regexBounds(operand: unknown, { folding, options }: Scope): Bounds | null {
  const prefix = folding ? null : anchoredPrefix(operand, options);
  if (prefix === null) return null;
  const itself = isRegex(operand) ? [within(TYPE.regex)] : [];
  return { ranges: unite([within(TYPE.string + prefix), ...itself]), isExact: false, arePoints: false };
}

/** Whether every document that matches a filter with these constraints also matches a partial index's filter. */
export function implies(constraints: Constraints, partialFilter: Document): boolean {
  const partial = constraintsOf(partialFilter, null);
  for (const conjunct of conjunctsOf(partialFilter)) {
    for (const path of Object.keys(conjunct)) {
      const isPresenceOnly = partial.present.has(path) && !partial.byPath.has(path);
      if (isPresenceOnly ? !constraints.present.has(path) : !isNarrower(constraints.byPath.get(path), partial.byPath.get(path))) return false;
    }
  }
  return true;
}

function isNarrower(bounds: readonly Bounds[] | undefined, limits: readonly Bounds[] | undefined): boolean {
  if (!bounds || !limits) return false;
  return limits.every((limit) =>
    bounds.some(({ ranges }) => ranges.every((range) => limit.ranges.some(({ low, high }) => !isLower(range.low, low) && !isLower(high, range.high)))),
  );
}

const isLower = (a: KeyRange['low'], b: KeyRange['low']): boolean => intersect([{ low: a, high: b }], [{ low: a, high: b }]).length > 0;
