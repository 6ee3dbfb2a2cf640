/** Hides how concurrent single requests become few big ones: whatever arrives while a batch is under way makes up the next. */
import { setTimeout } from 'node:timers/promises';

type Waiting<Item, Answer> = { readonly item: Item; readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void };

export type BatcherOptions = {
  readonly maxSize: number;
  /** How long a batch that is not full waits for more: latency given for fewer, bigger batches. */
  readonly lingerMs: number;
};

/** Runs one batch at a time, in order of arrival; `run` answers in the same order. A failed batch fails each of its items. */
export function createBatcher<Item, Answer>(run: (items: readonly Item[]) => Promise<readonly Answer[]>, { maxSize, lingerMs }: BatcherOptions): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let isRunning = false;

  const work = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0) {
      if (waiting.length < maxSize && lingerMs > 0) await setTimeout(lingerMs);
      const batch = waiting.splice(0, maxSize);
      try {
        const answers = await run(batch.map(({ item }) => item));
        if (answers.length !== batch.length) throw new Error(`a batch of ${batch.length} got ${answers.length} answers`);
        for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isRunning = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void work();
    });
}

/** The same for what is only done: `run` has nothing to answer. */
export function createTaskBatcher<Item>(run: (items: readonly Item[]) => Promise<void>, options: BatcherOptions): (item: Item) => Promise<void> {
  return createBatcher<Item, void>(async (items) => {
    await run(items);
    return items.map(() => undefined);
  }, options);
}
