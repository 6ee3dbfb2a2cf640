/**
 * The load scenario, on the whole system as `npm start` runs it: of every ten clients, seven read (the list, then five events by id) and
 * three write (create, update, delete), each as fast as it is answered. What the first seconds bring is not counted: fresh processes have yet
 * to compile what is hot. `node bench/scenario.ts [--seconds 10] [--warm-up 15] [--connections 10,200,1000] [--port 24000]`
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { poll } from '#embedded/poll.ts';
import { openConnection, openConnections, runLoad } from './router/load.ts';
import type { LoadRequest, LoadResult } from './router/load.ts';
import { writeReport } from './router/report.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, 'warm-up': { type: 'string', default: '15' }, connections: { type: 'string', default: '10,200,1000' }, port: { type: 'string', default: '24000' } } });
const port = Number(values.port);
const PASSWORD = 'something-new-to-do';
const LIST = '{ events(first: 20) { edges { node { id title startsAt topics place { name } attendeeCount likeCount } } } }';

/** What writers do next: a created event is updated, an updated one deleted. */
const created: { readonly id: string; readonly version: number }[] = [];
const updated: string[] = [];
let count = 0;

const folder = await mkdtemp(join(tmpdir(), 'eventpost-scenario-'));
const system = spawn('npm', ['start', '--', '--port', String(port), '--data', folder, '--no-demo'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, MAIL_QUOTA: 'unlimited' } });
try {
  await new Promise<void>((resolve, reject) => {
    system.stdout.on('data', (chunk: Buffer) => (chunk.includes('EventPost is ready') ? resolve() : undefined));
    system.once('exit', (code) => reject(new Error(`npm start ended with exit code ${code}`)));
  });
  const headers = { authorization: `Bearer ${await confirmedPerson()}` };
  const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => createEvent(n, headers)));
  await measure({ connections: 10, seconds: Number(values['warm-up']) }, { ids, headers });
  const rows = [];
  for (const connections of values.connections.split(',').map(Number)) {
    const row = await measure({ connections, seconds: Number(values.seconds) }, { ids, headers });
    console.log(`${connections} clients: ${row.requestsPerSecond.toFixed(0)} requests/s, mean ${row.meanMs.toFixed(2)} ms, ${row.failures} failures (${describe('reads', row.reads)}; ${describe('writes', row.writes)})`);
    rows.push({ connections, ...row });
  }
  const peak = Math.max(...rows.map(({ requestsPerSecond }) => requestsPerSecond));
  for (const row of rows) console.log(`${row.connections} clients keep ${((100 * row.requestsPerSecond) / peak).toFixed(0)} % of the best throughput`);
  writeReport('scenario', rows, rows.map(({ connections, requestsPerSecond }) => ({ group: 'Reading and writing', label: `${connections} clients`, value: requestsPerSecond, unit: 'requests/s' })));
} finally {
  system.removeAllListeners('exit');
  const ended = new Promise((resolve) => system.once('exit', resolve));
  system.kill('SIGINT');
  await ended;
  await rm(folder, { recursive: true, force: true });
}

type Person = { readonly ids: readonly string[]; readonly headers: Readonly<Record<string, string>> };

async function measure({ connections, seconds }: { readonly connections: number; readonly seconds: number }, person: Person) {
  const writers = Math.max(1, Math.round(connections * 0.3));
  const opened = await openConnections(port, connections);
  const [reads, writes] = await Promise.all([
    runLoad({ port, next: reading(person), connections: opened.slice(writers), seconds }),
    runLoad({ port, next: () => writing(person), connections: opened.slice(0, writers), seconds }),
  ]);
  const requests = reads.requests + writes.requests;
  const requestsPerSecond = reads.requestsPerSecond + writes.requestsPerSecond;
  const meanMs = (reads.meanMs * reads.requests + writes.meanMs * writes.requests) / requests;
  const failures = reads.failures + writes.failures;
  return { requestsPerSecond, meanMs, failures, reads, writes };
}

function describe(what: string, { requestsPerSecond, meanMs, p99Ms }: LoadResult): string {
  return `${what} ${requestsPerSecond.toFixed(0)}/s, mean ${meanMs.toFixed(2)} ms, p99 ${p99Ms.toFixed(1)} ms`;
}

function reading({ ids }: Person): () => LoadRequest {
  const events = ids.map((id) => ({ body: JSON.stringify({ query: 'query ($id: ID!) { event(id: $id) { id title description startsAt place { name } likeCount } }', variables: { id } }) }));
  const list = { body: JSON.stringify({ query: LIST }) };
  let count = 0;
  return () => {
    count += 1;
    return count % 6 === 0 ? list : (events[count % events.length] ?? list);
  };
}

function writing({ headers }: Person): LoadRequest {
  const [toDelete, toUpdate] = [updated.shift(), created.shift()];
  if (toDelete !== undefined) {
    if (toUpdate !== undefined) created.unshift(toUpdate);
    return { headers, body: JSON.stringify({ query: 'mutation ($id: ID!) { deleteEvent(input: { eventId: $id }) { id } }', variables: { id: toDelete } }) };
  }
  if (toUpdate !== undefined) {
    return { headers, onAnswer: () => void updated.push(toUpdate.id), body: JSON.stringify({ query: 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { event { id version } } }', variables: { input: { ...toUpdate, title: 'Another title' } } }) };
  }
  return { headers, body: creation((count += 1)), onAnswer: remember };
}

function remember(body: string): void {
  const answer = JSON.parse(body) as { data?: { createEvent?: { event: { id: string; version: number } } } };
  const event = answer.data?.createEvent?.event;
  if (event !== undefined) created.push(event);
}

function creation(n: number): string {
  const input = { title: `Event ${n}`, description: 'A thing to do.', topics: ['jazz'], startsAt: new Date(Date.now() + 86_400_000 * (1 + (n % 30))).toISOString(), timeZone: 'Europe/Madrid', place: { name: 'Main square', coordinates: { latitude: 40.4, longitude: -3.7 } } };
  return JSON.stringify({ query: 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id version } } }', variables: { input } });
}

async function ask(body: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const connection = await openConnection(port);
  const answer = await connection.ask({ body, headers });
  connection.close();
  const { data, errors } = JSON.parse(answer.body.toString()) as { data?: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

async function createEvent(n: number, headers: Readonly<Record<string, string>>): Promise<string> {
  const { createEvent } = (await ask(creation(n), headers)) as { createEvent: { event: { id: string } } };
  return createEvent.event.id;
}

/** Signs up, reads the mail, confirms; answers the access token. */
async function confirmedPerson(): Promise<string> {
  const email = 'load@eventpost.example';
  const { signUp } = (await ask(JSON.stringify({ query: 'mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }', variables: { input: { email, password: PASSWORD, displayName: 'Load' } } }))) as { signUp: { session: { accessToken: string } } };
  const token = await poll(async () => {
    const mails = (await (await fetch(`http://127.0.0.1:${port + 20}/email`)).json()) as { readonly text?: string }[];
    const found = mails.map(({ text }) => /confirm-email\?token=([\w.-]+)/.exec(text ?? '')?.[1]).find((token) => token !== undefined);
    if (found === undefined) throw new Error('no mail yet');
    return found;
  }, { timeoutMs: 60_000 });
  await ask(JSON.stringify({ query: 'mutation ($token: String!) { confirmEmail(input: { token: $token }) { user { id } } }', variables: { token } }));
  return signUp.session.accessToken;
}
