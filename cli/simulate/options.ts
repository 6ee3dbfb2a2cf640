/** Hides how `npm run simulate` reads its options. */
import { parseArgs } from 'node:util';
import { parseQuota } from '#mail/quota.ts';
import type { QuotaWindow } from '#mail/quota.ts';
import { DomainError } from '#platform/errors.ts';

export const SIMULATE_HELP = `Plays a day of mail on a virtual clock, with the worker's own policy and with others.

  npm run simulate -- [options]

  --mails N       how many mails come due                                (400)
  --quota Q       what the provider allows, or unlimited                 (12/hour,300/day)
  --hours H       the mails come due within H hours                      (24)
  --seed S        the same seed always gives the same mails              (7)
  --overload X    multiplies the mails by X                              (1)
  --out FILE      also writes a report with plots, an HTML file
  --help          show this`;

export type SimulateOptions = {
  readonly mails: number;
  readonly windows: readonly QuotaWindow[];
  readonly hours: number;
  readonly seed: number;
  readonly out: string | null;
  readonly wantsHelp: boolean;
};

/** An option that cannot be used; the message is one sentence for the terminal. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

const MAX_MAILS = 20_000;

/** @throws OptionError */
export function parseSimulateOptions(args: readonly string[]): SimulateOptions {
  const values = readValues(args);
  const overload = numberOf('overload', values.overload, { from: 0.1, to: 100, isWhole: false });
  const mails = Math.round(numberOf('mails', values.mails, { from: 1, to: MAX_MAILS, isWhole: true }) * overload);
  if (mails < 1 || mails > MAX_MAILS) throw new OptionError(`--mails times --overload must be from 1 to ${MAX_MAILS}, not ${mails}.`);
  if (values.out === '') throw new OptionError('--out takes the path of a file.');
  return {
    mails,
    windows: windowsOf(values.quota),
    hours: numberOf('hours', values.hours, { from: 1, to: 720, isWhole: false }),
    seed: numberOf('seed', values.seed, { from: 0, to: 2 ** 32 - 1, isWhole: true }),
    out: values.out ?? null,
    wantsHelp: values.help,
  };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        mails: { type: 'string', default: '400' },
        quota: { type: 'string', default: '12/hour,300/day' },
        hours: { type: 'string', default: '24' },
        seed: { type: 'string', default: '7' },
        overload: { type: 'string', default: '1' },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split(/\.\s|\.?\n/)[0] : String(cause);
    throw new OptionError(`${reason}; npm run simulate -- --help shows the options.`, { cause });
  }
}

type Range = { readonly from: number; readonly to: number; readonly isWhole: boolean };

function numberOf(option: string, text: string, { from, to, isWhole }: Range): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value) || value < from || value > to || (isWhole && !Number.isInteger(value))) {
    throw new OptionError(`--${option} takes a ${isWhole ? 'whole ' : ''}number from ${from} to ${to}, not ${text || 'nothing'}.`);
  }
  return value;
}

function windowsOf(text: string): QuotaWindow[] {
  try {
    return parseQuota(text);
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    throw new OptionError(`--quota: ${cause.message}`, { cause });
  }
}
