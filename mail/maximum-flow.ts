/** Hides how the most that fits through a network is found: Dinic's algorithm, shortest augmenting paths a level graph at a time. */

/** A network of named nodes. */
export type Flow = {
  readonly connect: (from: string, to: string, capacity: number) => void;
  /** Whether anything leads on from this node. */
  readonly isConnected: (from: string) => boolean;
  /** The largest flow; uses the network up. */
  readonly maximum: (source: string, sink: string) => number;
};

type Edge = { readonly to: number; left: number; readonly back: number; readonly isForward: boolean };

export function createFlow(): Flow {
  const numbers = new Map<string, number>();
  const edges: Edge[][] = [];

  function nodeOf(name: string): number {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, edges.length);
    return edges.push([]) - 1;
  }

  function edgesOf(node: number): Edge[] {
    return edges[node] ?? [];
  }

  function levelsFrom(source: number): Int32Array {
    const levels = new Int32Array(edges.length).fill(-1);
    levels[source] = 0;
    const queue = [source];
    for (const node of queue) {
      for (const edge of edgesOf(node)) {
        if (edge.left <= 0 || levels[edge.to] !== -1) continue;
        levels[edge.to] = (levels[node] ?? 0) + 1;
        queue.push(edge.to);
      }
    }
    return levels;
  }

  /** Pushes along paths that climb the levels until none is left; `tried` remembers each node's edges that lead nowhere. */
  function blockingFlow(source: number, sink: number, levels: Int32Array): number {
    const tried = new Int32Array(edges.length);
    const push = (node: number, most: number): number => {
      if (node === sink) return most;
      for (; (tried[node] ?? 0) < edgesOf(node).length; tried[node] = (tried[node] ?? 0) + 1) {
        const edge = edgesOf(node)[tried[node] ?? 0];
        if (edge === undefined || edge.left <= 0 || levels[edge.to] !== (levels[node] ?? 0) + 1) continue;
        const pushed = push(edge.to, Math.min(most, edge.left));
        if (pushed === 0) continue;
        edge.left -= pushed;
        const back = edgesOf(edge.to)[edge.back];
        if (back !== undefined) back.left += pushed;
        return pushed;
      }
      return 0;
    };
    let total = 0;
    for (let pushed = push(source, Number.POSITIVE_INFINITY); pushed > 0; pushed = push(source, Number.POSITIVE_INFINITY)) total += pushed;
    return total;
  }

  return {
    connect: (from, to, capacity) => {
      const [start, end] = [nodeOf(from), nodeOf(to)];
      edgesOf(start).push({ to: end, left: capacity, back: edgesOf(end).length, isForward: true });
      edgesOf(end).push({ to: start, left: 0, back: edgesOf(start).length - 1, isForward: false });
    },
    isConnected: (from) => edgesOf(numbers.get(from) ?? -1).some((edge) => edge.isForward),
    maximum: (source, sink) => {
      const [from, to] = [nodeOf(source), nodeOf(sink)];
      let total = 0;
      for (let levels = levelsFrom(from); levels[to] !== -1; levels = levelsFrom(from)) total += blockingFlow(from, to, levels);
      return total;
    },
  };
}
