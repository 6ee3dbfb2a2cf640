/** What a plain query takes while so many people sign in all the time, and while nobody does: `node bench/sign-in-load.ts [in flight] [seconds]`. */
import { setTimeout as wait } from 'node:timers/promises';
import { SIGN_IN, quantile, signUp, startAccounts } from './accounts-stack.ts';

const inFlight = Number(process.argv[2] ?? 20);
const seconds = Number(process.argv[3] ?? 15);
const PASSWORD = 'tangerine umbrella 42';

await using stack = await startAccounts();
const token = await signUp(stack, 'reader@example.org', PASSWORD);
const emails = Array.from({ length: inFlight }, (_, n) => `person-${n}@example.org`);
for (const email of emails) await signUp(stack, email, PASSWORD);

await measure('nobody signs in', 3);
await measure('nobody signs in', seconds);
const end = new AbortController();
let signIns = 0;
const load = emails.map(async (email) => {
  while (!end.signal.aborted) {
    await stack.ask(SIGN_IN, { input: { email, password: PASSWORD } });
    signIns += 1;
  }
});
await measure(`${inFlight} sign-ins in flight`, seconds);
end.abort();
await Promise.all(load);
console.log(`${(signIns / seconds).toFixed(0)} sign-ins a second meanwhile`);

async function measure(name: string, forSeconds: number): Promise<void> {
  const times: number[] = [];
  const until = performance.now() + forSeconds * 1_000;
  while (performance.now() < until) {
    times.push((await stack.ask('{ me { id displayName } }', {}, token)).ms);
    await wait(5);
  }
  console.log(`${name}: plain query p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms of ${times.length} (bar: p99 under 50 ms)`);
}
