/** Hides the most that any schedule could do: how many of a trace's ordinary mails fit before their deadlines, by maximum flow. For tests and the simulator. */
import type { PendingMail } from './notification.ts';
import { flushOf, windowsAt } from './quota-window.ts';
import type { OpenWindow } from './quota-window.ts';
import type { Quota } from './quota.ts';

/** A mail as the optimum sees it, epoch ms. */
export type DatedMail = Pick<PendingMail, 'dueAt' | 'deadline'>;

/** A stretch of time in which the same windows count; `caps` is how many ordinary mails each takes in all. */
type Span = { readonly startsAt: number; readonly endsAt: number; readonly windows: readonly OpenWindow[] };
type Caps = ReadonlyMap<string, number>;
type Edge = { readonly to: number; left: number; readonly back: number };

/**
 * The largest number of `mails` that can be sent within [dueAt, deadline] without exceeding a window (whose reserve is left free, and
 * which are lifted in the flush). Exact where each window lies within one of the next longer kind, as hours do in days, and there is no
 * urgent mail; with urgent mail, due at `urgentDueAt` and sent there and then, no schedule does better and few do worse.
 */
export function optimalOnTime(mails: readonly DatedMail[], quota: Quota, urgentDueAt: readonly number[] = []): number {
  const sendable = mails.filter((mail) => mail.deadline >= mail.dueAt);
  if (quota.windows.length === 0 || sendable.length === 0) return sendable.length;
  const spans = spansBetween(quota, Math.min(...sendable.map((mail) => mail.dueAt)), Math.max(...sendable.map((mail) => mail.deadline)));
  const graph = createFlow();
  const source = graph.node('source');
  const sink = graph.node('sink');
  const caps = capsOf(spans, urgentDueAt);
  for (const span of spans) connectSpan(graph, span, { sink, caps });
  for (const [reach, count] of countByReach(sendable, spans)) {
    const mailsOfReach = graph.node(`mails ${reach}`);
    graph.connect(source, mailsOfReach, count);
    const [first = 0, last = 0] = reach.split('-').map(Number);
    for (const span of spans.slice(first, last + 1)) graph.connect(mailsOfReach, graph.node(`span ${span.startsAt}`), count);
  }
  return graph.maximum(source, sink);
}

/** The span's mails count in each of its windows, one after the other, the shortest first. */
function connectSpan(graph: Flow, span: Span, { sink, caps }: { readonly sink: number; readonly caps: Caps }): void {
  let from = graph.node(`span ${span.startsAt}`);
  for (const window of span.windows) {
    const isNew = !graph.has(`${window.key} in`);
    const into = graph.node(`${window.key} in`);
    const out = graph.node(`${window.key} out`);
    graph.connect(from, into, Number.POSITIVE_INFINITY);
    if (isNew) graph.connect(into, out, caps.get(window.key) ?? 0);
    from = out;
  }
  graph.connect(from, sink, Number.POSITIVE_INFINITY);
}

/**
 * What each window takes. Urgent mail counts in a day as well, but only what comes before ordinary mail could have used the day up:
 * until then the shorter windows hold it below the cap, and after it the day is full anyway.
 */
function capsOf(spans: readonly Span[], urgentDueAt: readonly number[]): Caps {
  const caps = new Map(spans.flatMap((span) => span.windows).map((window) => [window.key, window.max - window.reserve]));
  for (const day of new Set(spans.flatMap((span) => span.windows.filter((window) => window.per === 'P1D').map((window) => window.opensAt)))) {
    const within = spans.filter((span) => span.windows.some((window) => window.per === 'P1D' && window.opensAt === day));
    const window = within[0]?.windows.find(({ per }) => per === 'P1D');
    if (window === undefined) continue;
    const shorter = new Map<string, number>();
    for (const span of within) {
      const [shortest] = span.windows;
      if (shortest !== undefined) shorter.set(shortest.key, shortest === window || shortest.isFirm ? Number.POSITIVE_INFINITY : shortest.max);
      const urgent = urgentDueAt.filter((dueAt) => dueAt >= window.opensAt && dueAt < span.startsAt).length;
      const left = window.max - window.reserve - urgent;
      caps.set(window.key, Math.max(0, left));
      if ([...shorter.values()].reduce((sum, max) => sum + max, 0) >= left) break;
    }
  }
  return caps;
}

/** Mails that can use the very same spans are one node, which keeps the graph small. */
function countByReach(mails: readonly DatedMail[], spans: readonly Span[]): Map<string, number> {
  const reaches = new Map<string, number>();
  for (const mail of mails) {
    const first = spans.findIndex((span) => mail.dueAt < span.endsAt);
    const last = spans.findLastIndex((span) => mail.deadline >= span.startsAt);
    reaches.set(`${first}-${last}`, (reaches.get(`${first}-${last}`) ?? 0) + 1);
  }
  return reaches;
}

function spansBetween(quota: Quota, from: number, until: number): Span[] {
  const spans: Span[] = [];
  for (let time = from; time <= until; ) {
    const flush = flushOf(quota, time);
    const isFlush = flush !== null && time >= flush.startsAt;
    const windows = windowsAt(quota, time);
    const endsAt = Math.min(...windows.map((window) => window.resetsAt), flush !== null && !isFlush ? flush.startsAt : Number.POSITIVE_INFINITY);
    spans.push({ startsAt: time, endsAt, windows: isFlush ? windows.filter((window) => window.isFirm) : windows });
    time = endsAt;
  }
  return spans;
}

type Flow = ReturnType<typeof createFlow>;

/** Dinic's algorithm: shortest augmenting paths, a level graph at a time. */
function createFlow() {
  const nodes = new Map<string, number>();
  const edges: Edge[][] = [];

  function node(name: string): number {
    const known = nodes.get(name);
    if (known !== undefined) return known;
    nodes.set(name, edges.length);
    return edges.push([]) - 1;
  }

  function edgesOf(index: number): Edge[] {
    return edges[index] ?? [];
  }

  function connect(from: number, to: number, capacity: number): void {
    edgesOf(from).push({ to, left: capacity, back: edgesOf(to).length });
    edgesOf(to).push({ to: from, left: 0, back: edgesOf(from).length - 1 });
  }

  function levelsFrom(source: number): Int32Array {
    const levels = new Int32Array(edges.length).fill(-1);
    levels[source] = 0;
    const queue = [source];
    for (const at of queue) {
      for (const edge of edgesOf(at)) {
        if (edge.left <= 0 || levels[edge.to] !== -1) continue;
        levels[edge.to] = (levels[at] ?? 0) + 1;
        queue.push(edge.to);
      }
    }
    return levels;
  }

  function maximum(source: number, sink: number): number {
    let total = 0;
    for (let levels = levelsFrom(source); levels[sink] !== -1; levels = levelsFrom(source)) {
      const tried = new Int32Array(edges.length);
      const push = (at: number, most: number): number => {
        if (at === sink) return most;
        for (; (tried[at] ?? 0) < edgesOf(at).length; tried[at] = (tried[at] ?? 0) + 1) {
          const edge = edgesOf(at)[tried[at] ?? 0];
          if (edge === undefined || edge.left <= 0 || levels[edge.to] !== (levels[at] ?? 0) + 1) continue;
          const pushed = push(edge.to, Math.min(most, edge.left));
          if (pushed === 0) continue;
          edge.left -= pushed;
          const back = edgesOf(edge.to)[edge.back];
          if (back !== undefined) back.left += pushed;
          return pushed;
        }
        return 0;
      };
      for (let pushed = push(source, Number.POSITIVE_INFINITY); pushed > 0; pushed = push(source, Number.POSITIVE_INFINITY)) total += pushed;
    }
    return total;
  }

  return { node, has: (name: string) => nodes.has(name), connect, maximum };
}
