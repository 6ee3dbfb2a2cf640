/**
 * Runs MongoDB's own CRUD tests, which are data in the unified test format, through the driver:
 * node tests/conformance/crud-data-set.ts [folder with the tests] [--only pattern]
 * Against MONGODB_URL, else against an embedded server with test commands. Results, errors and outcomes are checked, command events are not.
 * See https://github.com/mongodb/specifications/tree/master/source/crud
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BSON, MongoClient, type Document } from 'mongodb';
import { startServerProcess } from '#embedded/mongo/child-process.ts';
import { Mismatch } from './unified/match.ts';
import { runTest, Skipped } from './unified/run-test.ts';

const LEAST_PASSES = 371;
const TEST_TIMEOUT_MS = 20_000;
/** What is known not to pass, and why: it is no news. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^inserting _id with type null via /, 'the driver itself replaces a null _id'],
  [/ on views$/, 'views are refused'],
];

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const folder = positionals[0] ?? resolve(import.meta.dirname, '../../../shared/mongodb-crud-tests');
if (!existsSync(folder)) {
  console.log(`The tests are not in ${folder}; nothing to run.`);
  process.exit(positionals[0] === undefined ? 0 : 1);
}

const server = process.env['MONGODB_URL'] ? null : await startServerProcess(['--test-commands']);
const url = process.env['MONGODB_URL'] ?? server?.url ?? '';
const admin = await new MongoClient(url, { retryWrites: false }).connect();
const { version } = await admin.db('admin').command({ buildInfo: 1 });

const numbersOf = (text: string): number => text.split('.').reduce((sum, part, index) => sum + Number(part) * 1_000 ** (2 - index), 0);

function isMet(requirement: Document): boolean {
  if (requirement['minServerVersion'] && numbersOf(version) < numbersOf(requirement['minServerVersion'])) return false;
  if (requirement['maxServerVersion'] && numbersOf(version) > numbersOf(requirement['maxServerVersion'])) return false;
  if (requirement['topologies'] && !requirement['topologies'].includes('single')) return false;
  return !requirement['auth'] && !requirement['csfle'] && requirement['serverless'] !== 'require';
}
const isRunnable = (requirements: Document[] | undefined): boolean => !requirements?.length || requirements.some(isMet);

type Result = { readonly status: 'passed' | 'failed' | 'skipped'; readonly reason: string };

async function resultOf(file: Document, test: Document): Promise<Result> {
  if (test['skipReason']) return { status: 'skipped', reason: 'the data set says so' };
  if (!isRunnable(file['runOnRequirements']) || !isRunnable(test['runOnRequirements'])) return { status: 'skipped', reason: 'not for a standalone server of this version' };
  try {
    await withDeadline(runTest({ file, test, admin, url }));
    return { status: 'passed', reason: '' };
  } catch (error) {
    if (error instanceof Skipped) return { status: 'skipped', reason: error.message };
    const message = error instanceof Error ? `${error instanceof Mismatch ? '' : `${error.name}: `}${error.message}` : String(error);
    return { status: 'failed', reason: message.slice(0, 300) };
  }
}

async function withDeadline(work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('it took too long')), TEST_TIMEOUT_MS);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const reasons = new Map<string, number>();
const unexpected: string[] = [];
const note = (reason: string): void => void reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.json') && new RegExp(options.only ?? '').test(entry)).toSorted()) {
  const file: Document = BSON.EJSON.parse(readFileSync(join(folder, name), 'utf8'), { relaxed: true });
  for (const test of file['tests'] ?? []) {
    const { status, reason } = await resultOf(file, test);
    counts[status]++;
    if (status === 'skipped') note(`skipped, ${reason}`);
    if (status !== 'failed') continue;
    const known = KNOWN.find(([pattern]) => pattern.test(test['description']))?.[1];
    if (known === undefined) unexpected.push(`${name} :: ${test['description']} :: ${reason}`);
    note(`failed, ${known ?? 'unexpectedly'}`);
  }
}
await admin.close();
await server?.stop();

for (const line of unexpected) console.log(line);
for (const [reason, count] of reasons) console.log(`${count} ${reason}`);
console.log(`MongoDB ${version}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (at least ${LEAST_PASSES} of 376 must pass)`);
console.log(`${counts.passed} passed, ${unexpected.length} failed`);
if (!options.only && counts.passed < LEAST_PASSES) process.exit(1);
