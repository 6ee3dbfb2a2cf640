/**
 * Measures what the router withstands, before made-up subgraphs: CPU time of each hostile request, and good clients beside hostile ones.
 * `node bench/router/limits.ts` (memory: `bench/router/memory.ts`)
 */
import { HOSTILE } from './hostile.ts';
import { openConnection, runLoad } from './load.ts';
import { startOurRouter } from './our-router.ts';
import { writeReport } from './report.ts';
import { cpuMs } from './resources.ts';
import { standInId } from '#tests/support/stand-ins.ts';

const REPEATS = 30;

await using router = await startOurRouter();
const attacks = await measureAttacks();
const beside = await measureBeside();
writeReport('router-limits', { attacks, beside }, attacks.map(({ name, cpuPerRequest }) => ({ group: 'CPU per hostile request', label: name, value: cpuPerRequest * 1_000, unit: 'µs' })));

async function measureAttacks() {
  const results = [];
  for (const [name, body] of Object.entries(HOSTILE)) {
    await ask(body(0));
    const before = cpuMs(router.pid) ?? Number.NaN;
    // Together: a refusal is held back for longer than it took.
    const [status = 0] = await Promise.all(Array.from({ length: REPEATS }, (_, n) => ask(body(n + 1))));
    const cpuPerRequest = ((cpuMs(router.pid) ?? Number.NaN) - before) / REPEATS;
    console.log(`${name.padEnd(34)} ${status}  ${cpuPerRequest.toFixed(2)} ms CPU ${cpuPerRequest > 20 ? 'OVER THE BAR OF 20 ms' : ''}`);
    results.push({ name, status, cpuPerRequest });
  }
  return results;
}

/** On a connection of its own: some refusals end it. */
async function ask(body: string): Promise<number> {
  const connection = await openConnection(router.port);
  const { status } = await connection.ask({ body });
  connection.close();
  return status;
}

/** The good clients' throughput alone, and beside one client that sends nothing but attacks as fast as it is answered. */
async function measureBeside() {
  const good = () => runLoad({ port: router.port, connections: 10, seconds: 3, next: () => ({ body: JSON.stringify({ query: `{ event(id: "${standInId('e', 1)}") { title likeCount } }` }) }) });
  // Made before: making them must not take the good clients' time.
  const bodies = Array.from({ length: 10 }, (_, n) => Object.values(HOSTILE).map((body) => ({ body: body(n) }))).flat();
  let count = 0;
  const hostile = () => runLoad({ port: router.port, connections: 1, seconds: 3, next: () => bodies[(count += 1) % bodies.length] ?? { body: '' } });
  const rounds = [];
  for (let round = 0; round < 5; round += 1) {
    const alone = await good();
    const [beside, attacks] = await Promise.all([good(), hostile()]);
    rounds.push({ alone: alone.requestsPerSecond, beside: beside.requestsPerSecond, attacks: attacks.requestsPerSecond, share: beside.requestsPerSecond / alone.requestsPerSecond });
  }
  const median = rounds.toSorted((one, other) => one.share - other.share)[2];
  if (median === undefined) throw new Error('no rounds');
  console.log(`good clients: ${median.alone.toFixed(0)}/s alone, ${median.beside.toFixed(0)}/s beside a hostile one (${median.attacks.toFixed(0)} attacks/s): ${(median.share * 100).toFixed(0)} % (bar: 70 %; median of 5)`);
  return { ...median, rounds };
}
