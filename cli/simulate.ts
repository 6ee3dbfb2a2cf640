/** `npm run simulate`: a day of mail on a virtual clock, as a table and as a report. */
import { writeFile } from 'node:fs/promises';
import { comparePolicies, formatComparison } from './simulate/comparison.ts';
import { OptionError, SIMULATE_HELP, parseSimulateOptions } from './simulate/options.ts';
import { renderReport } from './simulate/report.ts';

try {
  await simulate(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function simulate(args: readonly string[]): Promise<void> {
  const options = parseSimulateOptions(args);
  if (options.wantsHelp) return console.log(SIMULATE_HELP);
  const comparison = comparePolicies(options);
  console.log(formatComparison(comparison));
  if (options.out === null) return;
  await write(options.out, renderReport(comparison));
  console.log(`\nThe report is in ${options.out}.`);
}

async function write(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OptionError(`The report cannot be written to ${path}: ${reason}.`, { cause });
  }
}
