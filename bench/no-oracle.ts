/**
 * Whether the time of an answer tells if an address has an account: medians of so many tries each for an address that has one and for one
 * that has none, taken in turns. `node bench/no-oracle.ts [tries]`
 */
import { SIGN_IN, quantile, signUp, startAccounts } from './accounts-stack.ts';

const tries = Number(process.argv[2] ?? 500);
const KNOWN = 'somebody@example.org';
const PASSWORD = 'tangerine umbrella 42';
const QUESTIONS = [
  { name: 'sign-in with a wrong password', query: SIGN_IN, question: (email: string) => ({ input: { email, password: 'not the password' } }) },
  { name: 'password reset', query: 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { accepted } }', question: (email: string) => ({ input: { email } }) },
  { name: 'new verification mail', query: 'mutation ($input: EmailInput!) { resendVerification(input: $input) { accepted } }', question: (email: string) => ({ input: { email } }) },
];

await using stack = await startAccounts();
await signUp(stack, KNOWN, PASSWORD);
for (const { name, query, question } of QUESTIONS) {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let n = 0; n < tries; n += 1) {
    times.known.push((await stack.ask(query, question(KNOWN))).ms);
    times.unknown.push((await stack.ask(query, question(`nobody-${n}@example.org`))).ms);
  }
  const [known, unknown] = [quantile(times.known, 0.5), quantile(times.unknown, 0.5)];
  console.log(`${name}: median ${known.toFixed(2)} ms with an account, ${unknown.toFixed(2)} ms without, ${((known / unknown - 1) * 100).toFixed(2)} % apart (bar: 10 %)`);
}
