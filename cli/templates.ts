/** Renders worker/templates/layout.mjml to layout.html, once and for all mails. `--check` only compares. */
import { readFile } from 'node:fs/promises';
import mjml2html from 'mjml';
import { settle } from './generated-file.ts';

const source = await readFile('worker/templates/layout.mjml', 'utf8');
const { html, errors } = await mjml2html(source, { validationLevel: 'strict' });
for (const error of errors) console.error(error.formattedMessage);
if (errors.length > 0) process.exitCode = 1;
else await settle('worker/templates/layout.html', `${html.trim()}\n`, 'npm run templates');
