/** Hides how the first of many waiting things is found: a binary heap. */
export type Heap<Item> = {
  readonly size: () => number;
  readonly peek: () => Item | undefined;
  readonly push: (item: Item) => void;
  readonly pop: () => Item | undefined;
};

/** An empty heap; `compare` is negative where `one` comes out before `other`. */
export function createHeap<Item>(compare: (one: Item, other: Item) => number): Heap<Item> {
  const items: Item[] = [];

  /** Puts `item` at `index`. */
  function set(index: number, item: Item): void {
    items[index] = item;
  }

  function sink(item: Item): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [one, other] = [items[left], items[left + 1]];
      if (one === undefined) break;
      const [child, at] = other !== undefined && compare(other, one) < 0 ? [other, left + 1] : [one, left];
      if (compare(item, child) <= 0) break;
      set(index, child);
      index = at;
    }
    set(index, item);
  }

  return {
    size: () => items.length,
    peek: () => items[0],
    push: (item) => {
      let index = items.push(item) - 1;
      for (let parent = (index - 1) >>> 1; index > 0; parent = (index - 1) >>> 1) {
        const above = items[parent];
        if (above === undefined || compare(item, above) >= 0) break;
        set(index, above);
        index = parent;
      }
      set(index, item);
    },
    pop: () => {
      const first = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) sink(last);
      return first;
    },
  };
}
