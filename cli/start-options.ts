/** Hides how `npm start` reads its options. */
import { parseArgs } from 'node:util';
import { StartError } from '#embedded/backing-service.ts';
import { highestFirstPort } from '#embedded/stack.ts';

export const startHelp = `Starts EventPost on this machine, with everything it needs.

  npm start -- [options]

  --port P     the router's port; the other parts take P+1 to P+79   (4000)
  --data DIR   where data and development secrets are kept           (.data)
  --fresh      forget the data first
  --no-demo    load no demo data on the first start
  --help       show this

The environment, or a file .env, names servers to use instead of the embedded ones (MONGODB_URL, REDIS_URL, SMTP_URL)
and everything else that can be set: see .env.example. LOG_LEVEL=info shows what the processes do.`;

export type StartOptions = {
  readonly firstPort: number;
  readonly dataFolder: string;
  readonly isFresh: boolean;
  readonly hasDemo: boolean;
  readonly wantsHelp: boolean;
};

/** The options of a command line; throws `StartError` for one that is unknown or wrong. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const values = readValues(args);
  const firstPort = Number(values.port);
  if (!/^\d+$/.test(values.port) || firstPort < 1 || firstPort > highestFirstPort) {
    throw new StartError(`--port takes a number from 1 to ${highestFirstPort}, not ${values.port || 'nothing'}.`);
  }
  if (values.data === '') throw new StartError('--data takes the path of a folder.');
  return { firstPort, dataFolder: values.data, isFresh: values.fresh, hasDemo: values.demo, wantsHelp: values.help };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        port: { type: 'string', default: '4000' },
        data: { type: 'string', default: '.data' },
        fresh: { type: 'boolean', default: false },
        demo: { type: 'boolean', default: true },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split(/[.\n]/)[0] : String(cause);
    throw new StartError(`${reason}; npm start -- --help shows the options.`, { cause });
  }
}
