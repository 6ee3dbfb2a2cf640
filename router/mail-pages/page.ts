/** Hides how the small pages behind mail links look: one card, no script, nothing loaded from anywhere. */
import { hash } from 'node:crypto';
import { contentSecurityPolicy } from '../security-headers.ts';

/** Text that is HTML already; everything else is escaped. */
export type Html = { readonly html: string };
type Part = Html | string | number | null | readonly Html[];

/** A template tag: what is put in is escaped unless it is Html. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: texts.map((text, index) => text + htmlOf(parts[index] ?? null)).join('') };
}

function htmlOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'html' in part ? part.html : part.map(({ html }) => html).join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; --page: #eef0f5; --card: #fff; --text: #1f2430; --soft: #565d6e; --line: #d9dde6; --accent: #2b4acb; --on-accent: #fff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #14161c; --card: #1f2330; --text: #eceef4; --soft: #a9b0c0; --line: #3a4156; --accent: #8ea5ff; --on-accent: #14161c; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--page); color: var(--text); font: 16px/1.55 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
main { width: 100%; max-width: 460px; background: var(--card); border-radius: 16px; padding: 32px; box-shadow: 0 1px 3px rgb(0 0 0 / .08), 0 12px 32px rgb(0 0 0 / .06); }
.brand { margin: 0 0 20px; font-size: 15px; font-weight: 700; letter-spacing: .02em; color: var(--soft); }
h1 { margin: 0 0 12px; font-size: 24px; line-height: 1.25; }
p { margin: 0 0 16px; }
.soft { color: var(--soft); font-size: 14px; }
.bad { color: var(--bad); font-weight: 600; }
form { margin: 24px 0 0; display: grid; gap: 12px; }
label { display: grid; gap: 6px; font-weight: 600; }
label.choice { display: flex; gap: 12px; align-items: center; font-weight: 400; padding: 10px 0; border-top: 1px solid var(--line); }
input[type=password] { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
input[type=checkbox] { width: 20px; height: 20px; accent-color: var(--accent); }
button { font: inherit; font-weight: 600; border: 0; border-radius: 8px; padding: 14px 20px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.second { background: transparent; color: var(--accent); border: 1px solid var(--line); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

/** Allows exactly the style above. */
const POLICY = contentSecurityPolicy({ 'img-src': 'data:', 'style-src': `'sha256-${hash('sha256', STYLE, 'base64')}'` });

/** Headers of every page: it holds a secret in its address. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
};

export type Page = { readonly language: string; readonly title: string; readonly content: Html };

/** The whole document. */
export function renderPage({ language, title, content }: Page): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · EventPost</title>
<link rel="icon" href="data:,">
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
<p class="brand">EventPost</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.html;
}
