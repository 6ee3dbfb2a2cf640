/** Hides a database that a process loses in the middle of its work: from some write on nothing is answered any more. */
import type { Db } from '#platform/mongo.ts';

const WRITES = new Set<PropertyKey>(['insertMany', 'insertOne', 'bulkWrite', 'updateOne', 'updateMany', 'findOneAndUpdate']);

export class DatabaseLost extends Error {}

export type FailingDatabase = {
  readonly db: Db;
  /** Whether the write came at which it was lost. */
  readonly isLost: () => boolean;
};

/** `db` until its `step`th write, from 1 on, to `collection`: that one is carried out but never answered, and nothing after it reaches the database. */
export function losingDatabase(db: Db, { collection, step }: { readonly collection: string; readonly step: number }): FailingDatabase {
  let writes = 0;
  const isLost = (): boolean => writes >= step;
  const losing = <Target extends object>(target: Target, inCollection: boolean): Target =>
    new Proxy(target, {
      get: (from, name) => {
        const method: unknown = Reflect.get(from, name);
        if (typeof method !== 'function') return method;
        return (...args: readonly unknown[]): unknown => {
          if (isLost()) throw new DatabaseLost();
          if (inCollection && WRITES.has(name)) {
            writes += 1;
            const answer: unknown = Reflect.apply(method, from, [...args]);
            return isLost() ? Promise.resolve(answer).then(() => Promise.reject(new DatabaseLost())) : answer;
          }
          const answer: unknown = Reflect.apply(method, from, [...args]);
          return name === 'collection' && typeof answer === 'object' && answer !== null ? losing(answer, args[0] === collection) : answer;
        };
      },
    });
  return { db: losing(db, false), isLost };
}
