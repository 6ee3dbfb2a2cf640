import { parseArgs } from 'node:util';
import { serve } from './wire.ts';
import { Store } from './store.ts';
import { Server, expire } from './commands.ts';
import { engine } from './engine-own.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '27117' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string' },
    'test-commands': { type: 'boolean', default: false },
  },
});

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

let store: Store;
try {
  store = new Store(values.data ?? null, (filter) => engine.matcher(filter));
} catch (error) {
  fail(`The data file ${values.data} cannot be read (${(error as Error).message}); move it away or restore a backup.`);
}
const server = new Server({ engine, store, rs: false, testCommands: values['test-commands'], version: [8, 0, 0] });
const listener = serve((request) => server.handle(request), (connection) => server.closed(connection));
listener.on('error', (error: NodeJS.ErrnoException) =>
  fail(error.code === 'EADDRINUSE' ? `Port ${values.port} on ${values.host} is already in use.` : `Cannot listen on ${values.host}:${values.port}: ${error.message}`),
);
listener.listen({ host: values.host, port: Number(values.port) }, () => {
  const address = listener.address();
  console.log(`listening on mongodb://${values.host}:${typeof address === 'object' && address ? address.port : values.port}`);
});
setInterval(() => expire(store), 10_000).unref();
const stop = () => {
  listener.close();
  store.close();
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);
