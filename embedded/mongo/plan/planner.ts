/** Hides the choice of a plan: what each possible one would read, and which reads least. */
import { invert, orderKey } from '../bson/order-key.ts';
import { splitPath } from '../bson/path.ts';
import { isDocument, isOperatorDocument, isRegex, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { readNear, type Near } from '../query/geo.ts';
import type { CollectionIndex } from '../store/collection-index.ts';
import { within } from '../store/key-range.ts';
import { conjunctsOf, constraintsOf, type Constraints } from './constraints.ts';
import { planIndex } from './index-scan.ts';
import type { IndexPlan, NearPlan, Plan, Question } from './plan.ts';

const SORT_FACTOR = 1.3;
const MAX_NESTED_UNIONS = 2;

/** Chooses a plan. Throws NoQueryExecutionPlans for `$near` without an index. */
export function choosePlan(question: Question, depth = 0): Plan {
  const { collection, filter, hint } = question;
  const byId = planById(question);
  if (byId) return byId;
  const near = nearIn(filter);
  const constraints = constraintsOf(filter, question.folding);
  if (near) return planNear(question, near, constraints);
  if (hint === 'natural' || hint === 'reverse natural') return { kind: 'collection', isReverse: hint !== 'natural', isSorted: question.sort === null };
  const indexes = hint ? [hint] : collection.indexes.values();
  const plans = [...indexes].flatMap((index) => planIndex(index, constraints, question) ?? []);
  if (hint && plans.length === 0) throw new CommandError(2, 'error processing query: planner returned error :: caused by :: the hinted index cannot answer it');
  const fewest = plans.reduce((least, { keys }) => Math.min(least, keys), collection.heap.size);
  const best = cheapest(plans, (plan) => costOfIndex(plan, question, fewest));
  const union = hint || depth >= MAX_NESTED_UNIONS ? null : planUnion(question, depth);
  if (union && (!best || union.cost < best.cost)) return union.plan;
  return best?.plan ?? { kind: 'collection', isReverse: false, isSorted: question.sort === null };
}

/** Nothing beats a filter that names the one document. */
export function planById({ collection, filter, sort, folding, hint }: Question): IndexPlan | null {
  const id = filter['_id'];
  const index = collection.indexes.get('_id_');
  if (!index || hint || folding || id === undefined || id === null || Array.isArray(id) || isRegex(id) || isOperatorDocument(id)) return null;
  const key = orderKey(id);
  const isOnlyCondition = Object.keys(filter).length === 1;
  if (!isOnlyCondition && nearIn(filter)) return null;
  const groups = [{ prefix: key, ranges: [within(key)] }];
  return { kind: 'index', index, groups, order: sort ? 'index' : 'none', isReverse: false, isSorted: true, isExact: isOnlyCondition, keys: 1 };
}

type Priced<P> = { readonly plan: P; readonly cost: number };

function cheapest<P>(plans: readonly P[], costOf: (plan: P) => number): Priced<P> | null {
  return plans.reduce<Priced<P> | null>((best, plan) => {
    const cost = costOf(plan);
    return best && best.cost <= cost ? best : { plan, cost };
  }, null);
}

/** How many keys a plan reads before enough documents match, if matching ones are as dense as the most selective index suggests. */
function costOfIndex({ keys, isSorted, isExact }: IndexPlan, { wanted }: Question, fewest: number): number {
  if (!isSorted) return keys * SORT_FACTOR + 1;
  return Math.min(keys, isExact ? wanted : wanted * (keys / Math.max(fewest, 1)));
}

/** A plan that answers each branch of an `$or` with an index of its own. */
function planUnion(question: Question, depth: number): Priced<Plan> | null {
  const conjuncts = conjunctsOf(question.filter);
  const candidates = conjuncts.flatMap((conjunct) => {
    const branches = conjunct['$or'];
    if (!Array.isArray(branches)) return [];
    const rest = conjuncts.filter((other) => other !== conjunct);
    const plans = branches.map((branch: unknown) => choosePlan({ ...question, filter: { $and: [branch, ...rest] } }, depth + 1));
    if (plans.some(({ kind }) => kind === 'collection')) return [];
    const isSorted = plans.every((plan) => plan.isSorted);
    const cost = plans.reduce((sum, plan) => sum + keysOf(plan, isSorted ? question.wanted : Number.POSITIVE_INFINITY), 0);
    return [{ plan: { kind: 'union', branches: plans, isSorted } as const, cost: isSorted ? cost : cost * SORT_FACTOR }];
  });
  const best = cheapest(candidates, ({ cost }) => cost);
  return best ? best.plan : null;
}

function keysOf(plan: Plan, wanted: number): number {
  switch (plan.kind) {
    case 'index':
      return Math.min(plan.keys, wanted);
    case 'union':
      return plan.branches.reduce((sum, branch) => sum + keysOf(branch, wanted), 0);
    default:
      return Number.POSITIVE_INFINITY;
  }
}

type NearCondition = { readonly path: string; readonly near: Near };

/** The `$near` of a filter, which must stand at its top. */
export function nearIn(filter: Document): NearCondition | null {
  for (const conjunct of conjunctsOf(filter)) {
    for (const [path, condition] of Object.entries(conjunct)) {
      if (!isDocument(condition)) continue;
      const operator = ['$near', '$nearSphere'].find((name) => name in condition);
      if (operator !== undefined) return { path, near: readNear(operator, condition) };
    }
  }
  return null;
}

function planNear({ collection, sort, folding }: Question, { path, near }: NearCondition, constraints: Constraints): NearPlan {
  for (const index of collection.indexes.values()) {
    const at = index.spec.fields.findIndex((indexField) => indexField.kind === '2dsphere' && indexField.path === path);
    const prefixes = at < 0 || index.spec.partialFilter || (folding && at > 0) ? null : leadingKeys(index, at, constraints);
    if (prefixes) return { kind: 'near', index, parts: splitPath(path), prefixes, near, isSorted: sort === null };
  }
  throw new CommandError(291, 'error processing query: planner returned error :: caused by :: unable to find index for $geoNear query');
}

/** The keys that the fields before the shape may have; `null` when the filter does not fix them. */
function leadingKeys({ spec, multikey }: CollectionIndex, end: number, constraints: Constraints): readonly string[] | null {
  let prefixes: readonly string[] = [''];
  for (const [at, indexField] of spec.fields.slice(0, end).entries()) {
    const bounds = constraints.byPath.get(indexField.path)?.find(({ arePoints }) => arePoints);
    if (!bounds || multikey[at] === true) return null;
    prefixes = prefixes.flatMap((prefix) => bounds.ranges.map(({ low }) => prefix + (indexField.isDescending ? invert(low.key) : low.key)));
  }
  return prefixes;
}
