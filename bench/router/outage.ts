/**
 * Measures what clients notice when a subgraph is killed and started again under load: which fields fail meanwhile, and how soon all is well.
 * `node bench/router/outage.ts [seconds of each part]` (default 5)
 */
import { setTimeout as delay } from 'node:timers/promises';
import { poll } from '#embedded/poll.ts';
import { freePort, isAccepting } from '#embedded/ports.ts';
import { runLoad } from './load.ts';
import { startOurRouter, startSubgraphAlone } from './our-router.ts';
import { QUESTIONS, judge } from './outage-questions.ts';
import type { Verdict } from './outage-questions.ts';
import { writeReport } from './report.ts';

const seconds = Number(process.argv[2] ?? 5);
const CONNECTIONS = 12;
const STOP_GRACE_MS = 3_000;

type Observation = { readonly at: number; readonly verdict: Verdict };
const observations: Observation[] = [];

const port = await freePort();
let users = startSubgraphAlone('users', port);
await untilAccepting();
await using router = await startOurRouter({ USERS_URL: `http://127.0.0.1:${port}` });

const load = runLoad({ port: router.port, connections: CONNECTIONS, seconds: 4 * seconds, next: nextRequest(), areFailuresExpected: true });
await delay(seconds * 1_000);
users.kill('SIGKILL');
const killedAt = performance.now();
await users.exited;
await delay(seconds * 1_000);
users = startSubgraphAlone('users', port);
await untilAccepting();
const backAt = performance.now();
const { failures } = await load;
await users.stop(STOP_GRACE_MS);
report();

/** Each question in turn, about another thing and with another variable each time: nothing kept can answer it. */
function nextRequest() {
  let count = 0;
  return () => {
    count += 1;
    const question = QUESTIONS[count % QUESTIONS.length] ?? QUESTIONS[0];
    const body = JSON.stringify({ query: question.query, variables: { id: question.id(count % 200), unused: count } });
    return { body, onAnswer: (answer: string) => void observations.push({ at: performance.now(), verdict: judge(question, answer) }) };
  };
}

function untilAccepting(): Promise<void> {
  return poll(async () => {
    if (!(await isAccepting({ port }))) throw new Error('the subgraph does not accept connections');
  }, { timeoutMs: 20_000, intervalMs: 5 });
}

function report(): void {
  // Until its trial call succeeds the router goes on as if the subgraph were away.
  const lastFailureAt = observations.findLast(({ verdict }) => verdict !== 'whole')?.at ?? killedAt;
  const recoveryMs = Math.max(0, lastFailureAt - backAt);
  const [before, during, after] = [between(0, killedAt), between(killedAt, backAt), between(Math.max(lastFailureAt, backAt), Infinity)].map(describe);
  const broken = failures - observations.filter(({ verdict }) => verdict !== 'whole').length;
  console.table({ before, during, after });
  console.log(`connections broken or answers without HTTP status 200: ${broken} (bar: 0)`);
  console.log(`living fields failed during the outage: ${during?.['living fields failed'] ?? 0} of ${during?.answers ?? 0} answers (bar: 0)`);
  console.log(`full service ${recoveryMs.toFixed(0)} ms after the subgraph accepts connections again (bar: 2,000 ms)`);
  writeReport('router-outage', { before, during, after, broken, recoveryMs }, [{ group: 'Full service after a subgraph is back', label: 'router', value: recoveryMs, unit: 'ms' }]);
}

function between(from: number, to: number): readonly Observation[] {
  return observations.filter(({ at }) => at > from && at <= to);
}

function describe(part: readonly Observation[]) {
  const elapsed = ((part.at(-1)?.at ?? 0) - (part[0]?.at ?? 0)) / 1_000;
  const count = (wanted: Verdict) => part.filter(({ verdict }) => verdict === wanted).length;
  const verdicts = { whole: count('whole'), 'only its fields failed': count('only its fields failed'), 'living fields failed': count('living fields failed'), 'failed without a code': count('failed without a code') };
  return { 'answers/s': Math.round(part.length / elapsed), answers: part.length, ...verdicts };
}
