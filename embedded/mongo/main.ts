/** Starts the embedded server: `node embedded/mongo/main.ts --port N [--data FILE] [--host 127.0.0.1] [--test-commands]`. */
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '27017' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string' },
    'test-commands': { type: 'boolean', default: false },
  },
});

enableCompileCache(); // the second start need not strip types again
setFlagsFromString('--semi-space-growth-factor=2'); // loading makes much garbage, for which the heap would grow and stay grown
const { startServer } = await import('./server.ts');
startServer({ host: values.host, port: Number(values.port), data: values.data, acceptsTestCommands: values['test-commands'] });
setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');
if (typeof collectGarbage === 'function') collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' });
