/** Hides GraphiQL: served from installed packages, so that it works without any other server. */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { HttpServer } from '#platform/http-server.ts';
import { hasEtag } from '../etag.ts';
import { contentSecurityPolicy } from '../security-headers.ts';
import { EXAMPLES } from './examples.ts';

type Asset = { readonly type: string; readonly read: () => Promise<Buffer> };

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const { resolve } = createRequire(import.meta.url);
/** Beside the package's own description: the built files are not among what packages export to modules. */
const fromPackage = (name: string, file: string) => () => readFile(join(dirname(resolve(`${name}/package.json`)), file));

const ASSETS: Readonly<Record<string, Asset>> = {
  'react.js': { type: JAVASCRIPT, read: fromPackage('react', 'umd/react.production.min.js') },
  'react-dom.js': { type: JAVASCRIPT, read: fromPackage('react-dom', 'umd/react-dom.production.min.js') },
  'graphiql.js': { type: JAVASCRIPT, read: fromPackage('graphiql', 'graphiql.min.js') },
  'graphiql.css': { type: 'text/css; charset=utf-8', read: fromPackage('graphiql', 'graphiql.min.css') },
  'examples.js': { type: JAVASCRIPT, read: () => Promise.resolve(Buffer.from(`globalThis.eventPostExamples = ${JSON.stringify(EXAMPLES)};`)) },
  'app.js': { type: JAVASCRIPT, read: () => readFile(new URL('app.js', import.meta.url)) },
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>EventPost · GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/page.css">
<link rel="stylesheet" href="/graphiql/graphiql.css">
</head>
<body>
<div id="graphiql">Loading…</div>
${['react.js', 'react-dom.js', 'graphiql.js', 'examples.js', 'app.js'].map((name) => `<script src="/graphiql/${name}"></script>`).join('\n')}
</body>
</html>
`;

/** GraphiQL's editor writes styles into the page as it goes; scripts come from here alone. */
const POLICY = contentSecurityPolicy({ 'script-src': "'self'", 'style-src': "'self' 'unsafe-inline'", 'connect-src': "'self'", 'img-src': "'self' data:", 'font-src': "'self' data:" });

/** Adds `/graphiql` and its files; they are read when first asked for, and then kept. */
export function addGraphiql(server: HttpServer): void {
  server.get('/graphiql', (_request, reply) => reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY }).send(PAGE));
  server.get('/graphiql/page.css', (_request, reply) => reply.type('text/css; charset=utf-8').send('html, body, #graphiql { height: 100%; margin: 0; }'));
  for (const [name, { type, read }] of Object.entries(ASSETS)) {
    let kept: Promise<{ readonly body: Buffer; readonly etag: string }> | undefined;
    server.get(`/graphiql/${name}`, async (request, reply) => {
      kept ??= read().then((body) => ({ body, etag: `"${hash('sha1', body, 'base64url')}"` }));
      const { body, etag } = await kept;
      void reply.headers({ etag, 'cache-control': 'no-cache' });
      return hasEtag(request.headers['if-none-match'], etag) ? reply.code(304).send() : reply.type(type).send(body);
    });
  }
}
