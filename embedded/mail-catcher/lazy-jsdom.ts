/** Hides that maildev loads jsdom, and 65 MB with it, only to show a mail as HTML: here it is loaded when the first mail is shown. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Must be called before maildev is loaded: gives it a `JSDOM` that becomes the real one when it is first constructed. */
export function deferJsdom(): void {
  const path = createRequire(require.resolve('maildev')).resolve('jsdom');
  function JSDOM(html: string): object {
    delete require.cache[path];
    const real = require(path) as { JSDOM: new (html: string) => object };
    return new real.JSDOM(html);
  }
  const stub = { id: path, path, filename: path, loaded: true, exports: { JSDOM }, children: [], paths: [] };
  require.cache[path] = stub as unknown as NodeJS.Module;
}
