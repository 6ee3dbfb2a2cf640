/** Hides how numbers become inline SVG: axes, lines with their names at the end, and bars. */

export type Axis = { readonly from: number; readonly to: number; readonly ticks: readonly number[]; readonly format: (value: number) => string; readonly label: string };
export type Series = { readonly name: string; readonly color: string; readonly points: readonly (readonly [x: number, y: number])[]; readonly isDashed?: boolean; readonly isArea?: boolean };
export type LinePlot = { readonly x: Axis; readonly y: Axis; readonly series: readonly Series[]; readonly summary: string; readonly marks?: readonly Mark[] };
/** A vertical line with a word on it. */
export type Mark = { readonly x: number; readonly text: string };
export type Stack = { readonly x: number; readonly parts: readonly { readonly color: string; readonly value: number }[]; readonly title: string };
export type BarPlot = { readonly x: Axis; readonly y: Axis; readonly stacks: readonly Stack[]; readonly summary: string; readonly marks?: readonly Mark[] };

const WIDTH = 960;
const HEIGHT = 330;
const MARGIN = { top: 18, right: 228, bottom: 46, left: 58 };
const LABEL_HEIGHT = 17;

/** Lines over two axes, the first on top; names stand where the lines end, pushed apart where they would touch. */
export function linePlot({ x, y, series, summary, marks = [] }: LinePlot): string {
  const place = placeOn(x, y, MARGIN.right);
  const lines = series.map((line) => {
    const path = line.points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${place.x(px)} ${place.y(py)}`).join('');
    const [first, last] = [line.points[0], line.points.at(-1)];
    const fill = line.isArea === true && first !== undefined && last !== undefined ? `<path class="area" fill="${line.color}" d="${path}L${place.x(last[0])} ${place.y(y.from)}L${place.x(first[0])} ${place.y(y.from)}Z"/>` : '';
    return `${fill}<path class="line" stroke="${line.color}"${line.isDashed === true ? ' stroke-dasharray="6 5"' : ''} d="${path}"><title>${escapeText(line.name)}</title></path>`;
  });
  const ends = series.map((line) => ({ name: line.name, color: line.color, at: Number(place.y(line.points.at(-1)?.[1] ?? y.from)) }));
  const labels = spread(ends).map(({ name, color, at }) => `<text class="name" x="${WIDTH - MARGIN.right + 10}" y="${at + 4}" fill="${color}">${escapeText(name)}</text>`);
  return svg(summary, [...axes(x, y, place), ...marks.map((mark) => drawMark(mark, place)), ...lines.toReversed(), ...labels]);
}

/** Stacked bars, one at each `x`, which counts from 0 in steps of 1. */
export function barPlot({ x, y, stacks, summary, marks = [] }: BarPlot): string {
  const place = placeOn(x, y, 24);
  const width = Math.max(2, (WIDTH - MARGIN.left - 24) / Math.max(1, x.to - x.from) - 3);
  const bars = stacks.map((stack) => {
    let base = 0;
    const rects = stack.parts.filter((part) => part.value > 0).map((part) => {
      const top = Number(place.y(base + part.value));
      const bottom = Number(place.y(base));
      base += part.value;
      return `<rect x="${Number(place.x(stack.x)) + 1.5}" y="${top}" width="${width.toFixed(1)}" height="${(bottom - top).toFixed(1)}" rx="1.5" fill="${part.color}"/>`;
    });
    return `<g><title>${escapeText(stack.title)}</title>${rects.join('')}</g>`;
  });
  return svg(summary, [...axes(x, y, place), ...bars, ...marks.map((mark) => drawMark(mark, place))]);
}

/** Ticks at multiples of a step that reads well, about `count` of them. */
export function ticksBetween(from: number, to: number, count: number): number[] {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step + 1e-9) - first + 1) }, (_, index) => (first + index) * step);
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

type Place = { readonly x: (value: number) => string; readonly y: (value: number) => string; readonly right: number };

function placeOn(x: Axis, y: Axis, right: number): Place {
  const inner = { width: WIDTH - MARGIN.left - right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  return {
    right,
    x: (value) => (MARGIN.left + ((value - x.from) / (x.to - x.from)) * inner.width).toFixed(1),
    y: (value) => (MARGIN.top + (1 - (value - y.from) / (y.to - y.from)) * inner.height).toFixed(1),
  };
}

function axes(x: Axis, y: Axis, place: Place): string[] {
  const bottom = HEIGHT - MARGIN.bottom;
  const right = WIDTH - place.right;
  return [
    ...y.ticks.map((tick) => `<line class="grid" x1="${MARGIN.left}" x2="${right}" y1="${place.y(tick)}" y2="${place.y(tick)}"/><text class="tick" text-anchor="end" x="${MARGIN.left - 9}" y="${Number(place.y(tick)) + 4}">${escapeText(y.format(tick))}</text>`),
    `<line class="axis" x1="${MARGIN.left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    ...x.ticks.map((tick) => `<line class="axis" x1="${place.x(tick)}" x2="${place.x(tick)}" y1="${bottom}" y2="${bottom + 5}"/><text class="tick" text-anchor="middle" x="${place.x(tick)}" y="${bottom + 19}">${escapeText(x.format(tick))}</text>`),
    `<text class="label" text-anchor="middle" x="${(MARGIN.left + right) / 2}" y="${HEIGHT - 6}">${escapeText(x.label)}</text>`,
    `<text class="label" text-anchor="middle" transform="translate(14 ${(MARGIN.top + bottom) / 2}) rotate(-90)">${escapeText(y.label)}</text>`,
  ];
}

function drawMark({ x, text }: Mark, place: Place): string {
  return `<line class="mark" x1="${place.x(x)}" x2="${place.x(x)}" y1="${MARGIN.top - 6}" y2="${HEIGHT - MARGIN.bottom}"/><text class="marked" x="${Number(place.x(x)) + 5}" y="${MARGIN.top + 2}">${escapeText(text)}</text>`;
}

/** Moves labels down from the top until none touches the one above, then up where they would leave the plot. */
function spread<Label extends { readonly at: number }>(labels: readonly Label[]): Label[] {
  let free = MARGIN.top - LABEL_HEIGHT / 2;
  const placed = labels.toSorted((one, other) => one.at - other.at).map((label) => {
    const at = Math.max(label.at, free);
    free = at + LABEL_HEIGHT;
    return { ...label, at };
  });
  let limit = HEIGHT - MARGIN.bottom - LABEL_HEIGHT / 2;
  return placed.toReversed().map((label) => {
    const at = Math.min(label.at, limit);
    limit = at - LABEL_HEIGHT;
    return { ...label, at };
  });
}

function svg(summary: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(summary)}">${parts.join('')}</svg>`;
}
