/** What holds of mail under attack: `node bench/mail-chaos.ts [--workers 8] [--mails 10000] [--seed 7]`. */
import { parseArgs } from 'node:util';
import { createRandom } from '#cli/simulate/random.ts';
import { runMailChaos } from '#tests/support/mail-chaos.ts';

const { values } = parseArgs({
  options: { workers: { type: 'string', default: '8' }, mails: { type: 'string', default: '10000' }, seed: { type: 'string', default: '7' } },
});
const random = createRandom(Number(values.seed));
const report = await runMailChaos({
  workers: Number(values.workers),
  mails: Number(values.mails),
  quota: { max: 1_000, seconds: 5 },
  killEveryMs: 1_000,
  redisKillsAtMs: [20_000, 60_000],
  random: random.next,
  timeoutMs: 600_000,
  say: (line) => console.log(line),
});
console.log(`${JSON.stringify(report.states)} after ${report.seconds} s and ${report.kills} kills; the sink took ${report.taken}`);
for (const sentence of report.broken.slice(0, 20)) console.log(`BROKEN: ${sentence}`);
console.log(report.broken.length === 0 ? 'Every promise held.' : `${report.broken.length} promises were broken.`);
process.exitCode = report.broken.length === 0 ? 0 : 1;
