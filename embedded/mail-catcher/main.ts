/** Runs the mail catcher: an SMTP server that delivers nothing, and a page and REST API that show what it was given. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { deferJsdom } from './lazy-jsdom.ts';

const { values } = parseArgs({
  options: { smtp: { type: 'string', default: '4025' }, web: { type: 'string', default: '4020' }, folder: { type: 'string', default: '.data/mails' } },
});

deferJsdom();
const { default: maildev } = await import('maildev');
mkdirSync(values.folder, { recursive: true });
// It restores the mails that it finds in its folder, and stops by itself on SIGTERM and SIGINT.
const catcher = maildev({ smtp: Number(values.smtp), web: Number(values.web), ip: '127.0.0.1', mailDirectory: values.folder, silent: true });
await catcher.listen();
process.on('disconnect', () => process.exit(0));
