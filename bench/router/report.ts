/** Hides how results are kept: a JSON file, and a page with bars. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from '#embedded/child.ts';

export type Bar = { readonly group: string; readonly label: string; readonly value: number; readonly unit: string };

/** Writes `bench/results/<name>.json` and `.html`. */
export function writeReport(name: string, data: unknown, bars: readonly Bar[]): void {
  const folder = join(rootFolder, 'bench/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(data, null, 2)}\n`);
  writeFileSync(join(folder, `${name}.html`), page(name, bars));
  console.log(`\nWritten to bench/results/${name}.json and .html`);
}

function page(name: string, bars: readonly Bar[]): string {
  const groups = [...new Set(bars.map(({ group }) => group))];
  const sections = groups.map((group) => section(group, bars.filter((bar) => bar.group === group)));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>EventPost · ${name}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:860px;margin:40px auto;padding:0 20px;color:#1f2430}h2{font-size:17px;margin:32px 0 8px}.row{display:grid;grid-template-columns:170px 1fr 120px;gap:12px;align-items:center;margin:4px 0}.bar{height:18px;border-radius:4px;background:#a9b4d9}.bar.ours{background:#2b4acb}.value{text-align:right;font-variant-numeric:tabular-nums}</style>
<h1>${name}</h1>${sections.join('')}</html>
`;
}

function section(group: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value));
  const rows = bars.map(({ label, value, unit }) => `<div class="row"><span>${label}</span><span><div class="bar${label.startsWith('router') ? ' ours' : ''}" style="width:${Math.max(0.5, (100 * value) / most)}%"></div></span><span class="value">${Math.round(value).toLocaleString('en')} ${unit}</span></div>`);
  return `<h2>${group}</h2>${rows.join('')}`;
}
