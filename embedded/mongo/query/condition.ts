/** Hides what a condition on one field means, such as `{ $gte: 1, $lt: 5 }`, for all values its path reaches. */
import { areEqual } from '../bson/order-key.ts';
import { toNumber } from '../bson/number.ts';
import { isDocument, isMissing, isOperatorDocument, isRegex, show, TYPE, typeOf, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { compileBits } from './bits.ts';
import { compareTest, equalTest, memberTest, regexTest, type ValueTest } from './comparison.ts';
import { compileFilter, type FilterContext } from './filter.ts';
import { compileRegion, isPoint, nearestM, pointsOf, readNear, type Region } from './geo.ts';
import { typeTest } from './type-alias.ts';

/** Over all values a path reaches; an array at its end is one value, `undefined` stands for a missing field. */
export type ValuesTest = (values: readonly unknown[]) => boolean;

type Scope = { readonly context: FilterContext; readonly all: Document; readonly isElement: boolean };

/** A value matches when it does itself or, being an array, one of its elements does. */
function some(test: ValueTest, isElement = false): ValuesTest {
  if (isElement) return (values) => values.some(test);
  return (values) => {
    for (const value of values) if (test(value) || (Array.isArray(value) && value.some(test))) return true;
    return false;
  };
}

const not = (test: ValuesTest): ValuesTest => (values) => !test(values);

/** Compiles the value of a field in a filter. `isElement`: the condition is on one array element, which is not looked into. */
export function compileCondition(condition: unknown, context: FilterContext, isElement = false): ValuesTest {
  if (isRegex(condition)) return some(regexTest(condition), isElement);
  if (!isOperatorDocument(condition)) return some(equalTest(condition, context.folding), isElement);
  const scope: Scope = { context, all: condition, isElement };
  const tests = Object.entries(condition).flatMap(([operator, operand]) => compileOperator(operator, operand, scope) ?? []);
  const [first] = tests;
  if (tests.length === 1 && first) return first;
  return (values) => tests.every((test) => test(values));
}

function listOf(operator: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new CommandError(2, `${operator} needs an array`);
  return value;
}

function compileOperator(operator: string, operand: unknown, scope: Scope): ValuesTest | null {
  const { context, isElement } = scope;
  switch (operator) {
    case '$eq':
      return some(isRegex(operand) ? (value) => value !== undefined && areEqual(value, operand) : equalTest(operand, context.folding), isElement);
    case '$ne':
      if (isRegex(operand)) throw new CommandError(2, "Can't have regex as arg to $ne.");
      return not(some(equalTest(operand, context.folding), isElement));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return some(compareTest(operator, operand, context.folding), isElement);
    case '$in':
      return some(memberTest(listOf(operator, operand), context.folding), isElement);
    case '$nin':
      return not(some(memberTest(listOf(operator, operand), context.folding), isElement));
    case '$not':
      return compileNot(operand, scope);
    case '$regex':
      return some(regexTest(operand, scope.all['$options']), isElement);
    case '$options':
      if (!('$regex' in scope.all)) throw new CommandError(2, '$options needs a $regex');
      return null;
    case '$exists': {
      const isWanted = !(isMissing(operand) || operand === false || toNumber(operand) === 0);
      return (values) => values.some((value) => value !== undefined) === isWanted;
    }
    case '$type':
      return some(typeTest(operand), isElement);
    case '$comment':
      return null;
    default:
      return compileRareOperator(operator, operand, scope);
  }
}

function compileRareOperator(operator: string, operand: unknown, scope: Scope): ValuesTest | null {
  switch (operator) {
    case '$mod':
      return some(modTest(listOf(operator, operand)), scope.isElement);
    case '$size': {
      const size = toNumber(operand);
      if (!(Number.isInteger(size) && size >= 0)) throw new CommandError(2, 'Failed to parse $size. Expected a non-negative integer');
      return (values) => values.some((value) => Array.isArray(value) && value.length === size);
    }
    case '$all':
      return compileAll(listOf(operator, operand), scope);
    case '$elemMatch':
      return compileElemMatch(operand, scope.context);
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return some(compileBits(operator, operand), scope.isElement);
    case '$geoWithin':
    case '$within':
      return withinTest(compileRegion(operand));
    case '$geoIntersects': {
      const { contains } = compileRegion(operand);
      return (values) => values.some((value) => pointsOf(value).some(contains));
    }
    case '$near':
    case '$nearSphere': {
      const { centre, minM, maxM } = readNear(operator, scope.all);
      return (values) => {
        const distance = nearestM(centre, values);
        return distance >= minM && distance <= maxM && Number.isFinite(distance);
      };
    }
    case '$minDistance':
    case '$maxDistance':
      if (!('$near' in scope.all || '$nearSphere' in scope.all)) throw new CommandError(2, `${operator} needs a $near`);
      return null;
    default:
      throw new CommandError(2, `unknown operator: ${operator}`);
  }
}

function compileNot(operand: unknown, scope: Scope): ValuesTest {
  if (!isRegex(operand) && !isOperatorDocument(operand)) throw new CommandError(2, '$not needs a regex or a document');
  return not(compileCondition(operand, scope.context, scope.isElement));
}

function compileAll(operands: readonly unknown[], { context, isElement }: Scope): ValuesTest {
  const tests = operands.map((operand) => {
    const isNested = isDocument(operand) && '$elemMatch' in operand;
    return isNested || isRegex(operand) ? compileCondition(operand, context) : some(equalTest(operand, context.folding), isElement);
  });
  return (values) => tests.length > 0 && tests.every((test) => test(values));
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$expr', '$where']);

/** Whether an `$elemMatch` speaks about the elements themselves rather than about fields of theirs. */
export function isValueElemMatch(operand: Document): boolean {
  const keys = Object.keys(operand);
  return keys.length > 0 && keys.every((key) => key.startsWith('$') && !LOGICAL.has(key));
}

function compileElemMatch(operand: unknown, context: FilterContext): ValuesTest {
  if (!isDocument(operand)) throw new CommandError(2, '$elemMatch needs an Object');
  if (isValueElemMatch(operand)) {
    const test = compileCondition(operand, context, true);
    return (values) => values.some((value) => Array.isArray(value) && value.some((item: unknown) => test([item])));
  }
  const test = compileFilter(operand, context);
  const matches = (item: unknown): boolean => {
    if (isDocument(item)) return test(item);
    return Array.isArray(item) && test({ ...item });
  };
  return (values) => values.some((value) => Array.isArray(value) && value.some(matches));
}

function modTest(operands: readonly unknown[]): ValueTest {
  if (operands.length !== 2) throw new CommandError(2, `malformed mod, ${operands.length < 2 ? 'not enough' : 'too many'} elements`);
  const [divisor = Number.NaN, remainder = Number.NaN] = operands.map((operand) => Math.trunc(toNumber(operand)));
  if (Number.isNaN(divisor) || Number.isNaN(remainder)) throw new CommandError(2, `malformed mod, found ${show(operands)}`);
  if (divisor === 0) throw new CommandError(2, 'divisor cannot be 0');
  return (value) => !isMissing(value) && typeOf(value) === TYPE.number && Math.trunc(toNumber(value)) % divisor === remainder;
}

function withinTest({ contains }: Region): ValuesTest {
  return (values) =>
    values.some((value) => {
      const points = pointsOf(value);
      return points.length > 0 && (isPoint(value) || isDocument(value) ? points.every(contains) : points.some(contains));
    });
}
