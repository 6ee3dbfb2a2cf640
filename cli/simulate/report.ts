/** Hides how a comparison becomes one HTML file that needs nothing else: figures, plots, a table, and how to read them. */
import { formatQuota } from '#mail/quota.ts';
import { formatShare, formatWait } from './comparison.ts';
import type { Comparison, Score } from './comparison.ts';
import { escapeText } from './plot.ts';
import { latenessPlot, onTimePlot, sharePlot, tokensPlot } from './report-plots.ts';
import { REPORT_STYLE } from './report-style.ts';

/** Colours by policy, as CSS variables that know light and dark. */
export const COLORS: Readonly<Record<string, string>> = {
  'EventPost with digests': 'var(--digests)',
  EventPost: 'var(--eventpost)',
  'Earliest deadline, greedy': 'var(--greedy)',
  'Older rule': 'var(--older)',
  'First in, first out': 'var(--fifo)',
};

export function renderReport(comparison: Comparison): string {
  const { trace, quota, hours, seed, scores } = comparison;
  const what = `${trace.length} mails due within ${hours} hours at ${formatQuota(quota.windows)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>EventPost: ${escapeText(what)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header>
<p class="brand">EventPost · simulated day of mail</p>
<h1>${escapeText(headlineOf(comparison))}</h1>
<p class="what">${escapeText(what)}, seed ${seed}</p>
</header>
<section class="card">
<h2>On time</h2>
${shareBars(comparison)}
</section>
${figure('Sent on time over time', 'Every mail that left while it still helped, added up. The shaded line is all mail as it comes due: the gap below it is mail that waits or was missed; digests run ahead of it, because they take along what is due later.', onTimePlot(comparison, COLORS))}
${figure('On-time share by the hour in which mails come due', 'Of the mails that come due in an hour, how many left before their deadline. A policy that does not look at deadlines loses the busy hours, and every hour after them.', sharePlot(comparison, COLORS))}
${figure('Lateness', 'How long before or after its deadline mail left, as a share of all mail. Left of the line it helped; a curve that still rises on the right is mail sent too late. Curves end below 100 % by what was never sent.', latenessPlot(comparison, COLORS))}
${figure('What EventPost spends its tokens on', 'Mails sent each hour, without digests: ordinary, urgent, and from 23:05 the flush of what the day has left.', tokensPlot(comparison))}
<section class="card">
<h2>Figures</h2>
<div class="scroll">${table(scores, comparison)}</div>
</section>
<section class="card notes">
<h2>How to read this</h2>
<ul>
<li><b>EventPost</b> sends the earliest deadline first, keeps tokens for mails it knows will come due and expire soon, and drops what has expired for no token. <b>With digests</b>, several reminders of one person travel in one mail while misses are predicted, some ahead of their time; the optimum sends each mail alone, so digests can exceed it.</li>
<li><b>Earliest deadline, greedy</b> is the same without the look-ahead.</li>
<li>The <b>older rule</b> ranks by 200 less the days to the event and sends 12 an hour and the rest at 23:05, or as the quota says; <b>first in, first out</b> ranks by due time. Both send late mail too.</li>
<li>The <b>offline optimum</b> knows all mail in advance: no schedule can send more on time, one token each.</li>
<li>The clock is virtual and the same seed gives the same mails: <code>npm run simulate -- --mails ${trace.length} --quota ${escapeText(formatQuota(quota.windows))} --hours ${hours} --seed ${seed}</code></li>
</ul>
</section>
</main>
</body>
</html>
`;
}

function headlineOf({ scores, trace }: Comparison): string {
  const onTime = (name: string) => scores.find((score) => score.name === name)?.onTime ?? 0;
  return `${onTime('EventPost with digests')} of ${trace.length} mails on time, where the older rule reaches ${onTime('Older rule')}`;
}

function shareBars({ scores, optimum, trace }: Comparison): string {
  const best = optimum / trace.length;
  const rows = scores.map((score) => {
    const color = COLORS[score.name] ?? 'var(--ink)';
    return `<div class="bar"><span class="bar-name">${escapeText(score.name)}</span><span class="track"><span class="fill" style="width:${(score.share * 100).toFixed(2)}%;background:${color}"></span><span class="best" style="left:${(best * 100).toFixed(2)}%"></span></span><span class="bar-value"><b>${score.onTime}</b> ${formatShare(score.share)}</span></div>`;
  });
  return `<div class="bars">${rows.join('')}</div><p class="hint"><span class="best-key"></span> offline optimum: ${optimum} mails, ${formatShare(best)}</p>`;
}

function figure(title: string, caption: string, plot: string): string {
  return `<section class="card"><h2>${escapeText(title)}</h2><p class="caption">${escapeText(caption)}</p><div class="scroll">${plot}</div></section>`;
}

function table(scores: readonly Score[], { optimum, trace }: Comparison): string {
  const head = ['Policy', 'On time', 'Share', 'Late', 'Never sent', 'Tokens', 'Median wait', '95 % wait less than'].map((name) => `<th scope="col">${name}</th>`).join('');
  const rows = scores.map((score) => [
    `<th scope="row"><i style="background:${COLORS[score.name] ?? 'var(--ink)'}"></i>${escapeText(score.name)}</th>`,
    ...[score.onTime, formatShare(score.share), score.late, score.unsent, score.tokens, formatWait(score.medianWaitMs), formatWait(score.p95WaitMs)].map((cell) => `<td>${cell}</td>`),
  ]);
  const last = ['<th scope="row"><i class="dashed"></i>Offline optimum</th>', ...[optimum, formatShare(optimum / trace.length), 0, trace.length - optimum, optimum, '', ''].map((cell) => `<td>${cell}</td>`)];
  return `<table><thead><tr>${head}</tr></thead><tbody>${[...rows, last].map((cells) => `<tr>${cells.join('')}</tr>`).join('')}</tbody></table>`;
}
