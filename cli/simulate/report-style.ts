/** Hides what the report looks like, in light and in dark. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #17202e; --soft: #5b6676; --rule: #e3e7ec; --due: #9aa6b5;
  --eventpost: #2563d9; --digests: #0b8f7d; --greedy: #8a63c4; --older: #d0691a; --fifo: #b0356a; }
@media (prefers-color-scheme: dark) { :root { --page: #10151d; --card: #19202b; --ink: #eaeff6; --soft: #9aa8ba; --rule: #2b3544; --due: #6d7b8e;
  --eventpost: #6ba1ff; --digests: #3fcab3; --greedy: #b99af0; --older: #f39b55; --fifo: #f07fae; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 1060px; margin: 0 auto; padding: 40px 20px 64px; }
header { margin: 0 4px 28px; }
.brand { margin: 0; color: var(--eventpost); font-weight: 600; letter-spacing: .01em; }
h1 { margin: 6px 0 8px; font-size: clamp(1.6rem, 4vw, 2.3rem); line-height: 1.18; letter-spacing: -.02em; text-wrap: balance; }
h2 { margin: 0 0 6px; font-size: 1.12rem; letter-spacing: -.005em; }
.what, .caption, .hint { margin: 0; color: var(--soft); }
.caption { max-width: 74ch; margin-bottom: 14px; font-size: .94rem; }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 22px 24px 20px; margin-bottom: 18px; }
.bars { display: grid; gap: 10px; margin: 14px 0 12px; }
.bar { display: grid; grid-template-columns: 212px 1fr 116px; gap: 14px; align-items: center; }
.track { position: relative; height: 22px; background: var(--page); border-radius: 6px; }
.fill { position: absolute; inset: 0 auto 0 0; border-radius: 6px; }
.best { position: absolute; top: -5px; bottom: -5px; width: 0; border-left: 2px dashed var(--ink); }
.bar-value { text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar-value b { color: var(--ink); }
.hint { font-size: .9rem; }
.best-key { display: inline-block; height: 14px; margin: 0 6px -2px 2px; border-left: 2px dashed var(--ink); }
.scroll { overflow-x: auto; }
svg { display: block; width: 100%; min-width: 640px; height: auto; font-family: inherit; }
.grid { stroke: var(--rule); } .axis { stroke: var(--soft); opacity: .6; }
.tick { fill: var(--soft); font-size: 12.5px; font-variant-numeric: tabular-nums; } .label { fill: var(--soft); font-size: 12.5px; }
.line { fill: none; stroke-width: 2.4; stroke-linejoin: round; stroke-linecap: round; } .area { opacity: .13; }
.name { font-size: 12.5px; font-weight: 600; } .mark { stroke: var(--ink); stroke-width: 1.4; } .marked { fill: var(--ink); font-size: 12.5px; font-weight: 600; }
.legend { display: flex; gap: 20px; margin: 0 0 6px; font-size: .9rem; color: var(--soft); } i { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 8px; }
i.dashed { height: 0; border-top: 2px dashed var(--ink); border-radius: 0; margin-bottom: 4px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .94rem; }
th, td { padding: 9px 10px; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; } th:first-child { text-align: left; padding-left: 0; }
thead th { color: var(--soft); font-weight: 500; } tbody th { font-weight: 600; } tbody tr:last-child > * { border-bottom: 0; }
.notes ul { margin: 8px 0 0; padding-left: 20px; } .notes li { margin-bottom: 7px; } code { font-size: .88em; background: var(--page); padding: 2px 6px; border-radius: 5px; overflow-wrap: anywhere; }
@media (max-width: 640px) { .bar { grid-template-columns: 1fr auto; } .track { grid-row: 2; grid-column: 1 / -1; } .card { padding: 18px 16px; } }
`;
