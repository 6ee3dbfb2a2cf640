import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PROMOTIONS, decide } from '#subgraphs/events/operation.ts';
import type { AttendanceChange, Counts, Intent, LikeChange, Situation } from '#subgraphs/events/operation.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const NOTHING: Counts = { attendeeCount: 0, waitlistCount: 0, likeCount: 0, popularity: 0 };

/** An event's documents, to which operations are applied one after another. */
class World {
  counts = NOTHING;
  sequence = 0;
  readonly attendances = new Map<string, AttendanceChange>();
  readonly likes = new Map<string, LikeChange>();
  capacity: number | null;

  constructor(capacity: number | null) {
    this.capacity = capacity;
  }

  get line(): readonly AttendanceChange[] {
    return [...this.attendances.values()].filter(({ attendance }) => attendance === 'WAITLISTED').toSorted((one, other) => one.position - other.position);
  }

  situation(): Situation {
    return {
      counts: this.counts, capacity: this.capacity, sequence: this.sequence, isOpen: true,
      attendances: [...this.attendances.values()], likes: [...this.likes.values()], waitlist: this.line.slice(0, MAX_PROMOTIONS),
    };
  }

  /** Decides and writes; gives the decision. */
  run(intents: readonly Intent[]) {
    const operation = decide(this.situation(), intents, NOW);
    for (const change of operation?.attendances ?? []) this.attendances.set(change.userId, change);
    for (const change of operation?.likes ?? []) this.likes.set(change.userId, change);
    this.counts = operation?.counts ?? this.counts;
    this.sequence = operation?.sequence ?? this.sequence;
    return operation;
  }

  documents() {
    const states = [...this.attendances.values()].map(({ attendance }) => attendance);
    return {
      attendeeCount: states.filter((state) => state === 'GOING').length,
      waitlistCount: states.filter((state) => state === 'WAITLISTED').length,
      likeCount: [...this.likes.values()].filter(({ liked }) => liked).length,
    };
  }
}

/** The same, one intent at a time, as one would explain it to somebody. */
class PlainModel {
  readonly going: string[] = [];
  readonly line: string[] = [];
  capacity: number | null;

  constructor(capacity: number | null) {
    this.capacity = capacity;
  }

  take(intent: Intent): void {
    if (intent.kind === 'ATTEND' && !this.going.includes(intent.userId) && !this.line.includes(intent.userId)) this.line.push(intent.userId);
    if (intent.kind === 'LEAVE') {
      for (const list of [this.going, this.line]) if (list.includes(intent.userId)) list.splice(list.indexOf(intent.userId), 1);
    }
    while (this.line.length > 0 && (this.capacity === null || this.going.length < this.capacity)) this.going.push(this.line.shift() ?? '');
  }
}

const userId = fc.integer({ min: 0, max: 12 }).map((number) => `user-${number}`);
const intent: fc.Arbitrary<Intent> = fc.oneof(
  fc.record({ kind: fc.constantFrom('LIKE' as const, 'UNLIKE' as const, 'ATTEND' as const, 'ATTEND' as const, 'LEAVE' as const), userId }),
  fc.constant<Intent>({ kind: 'PROMOTE' }),
);
const groups = fc.array(fc.array(intent, { minLength: 1, maxLength: 12 }), { maxLength: 12 });
const capacity = fc.option(fc.integer({ min: 1, max: 6 }));

describe('deciding about places and likes', () => {
  it('counts what the documents say and never oversells', () => {
    fc.assert(
      fc.property(groups, capacity, (all, places) => {
        const world = new World(places);
        for (const group of all) {
          world.run(group);
          expect(world.counts).toMatchObject(world.documents());
          expect(world.counts.attendeeCount).toBeLessThanOrEqual(places ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  it('comes to the same whether intents come together or one by one, in the order of the line', () => {
    fc.assert(
      fc.property(groups, capacity, (all, places) => {
        const world = new World(places);
        const model = new PlainModel(places);
        for (const group of all) {
          world.run(group);
          for (const one of group) model.take(one);
        }
        expect(world.line.map((change) => change.userId)).toEqual(model.line);
        const going = [...world.attendances.values()].filter(({ attendance }) => attendance === 'GOING').toSorted((one, other) => one.position - other.position);
        expect(going.map((change) => change.userId)).toEqual(model.going);
      }),
    );
  });

  it('changes nothing when everything is so already', () => {
    fc.assert(
      fc.property(fc.array(userId, { minLength: 1 }), capacity, (ids, places) => {
        const world = new World(places);
        const intents = ids.flatMap((id): Intent[] => [{ kind: 'LIKE', userId: id }, { kind: 'ATTEND', userId: id }]);
        world.run(intents);
        expect(world.run(intents)).toBeNull();
      }),
    );
  });

  it('comes back to no popularity when all have gone', () => {
    const world = new World(null);
    world.run([{ kind: 'LIKE', userId: 'a' }, { kind: 'ATTEND', userId: 'b' }]);
    expect(world.counts.popularity).toBeGreaterThan(0);
    world.run([{ kind: 'UNLIKE', userId: 'a' }, { kind: 'LEAVE', userId: 'b' }]);
    expect(world.counts.popularity).toBe(0);
  });

  it('gives away a large raise in several operations, in order', () => {
    const world = new World(1);
    const ids = Array.from({ length: 500 }, (_, index) => `user-${index}`);
    for (const id of ids) world.run([{ kind: 'ATTEND', userId: id }]);
    world.capacity = 451;
    const rounds: (boolean | undefined)[] = [];
    do rounds.push(world.run([{ kind: 'PROMOTE' }])?.promotionDue);
    while (rounds.at(-1) === true);
    expect(rounds).toEqual([true, true, false]);
    expect(world.line.map((change) => change.userId)).toEqual(ids.slice(451));
  });

  it('gives no place once the event is closed, but lets people leave', () => {
    const world = new World(1);
    for (const id of ['a', 'b']) world.run([{ kind: 'ATTEND', userId: id }]);
    const operation = decide({ ...world.situation(), isOpen: false }, [{ kind: 'LEAVE', userId: 'a' }, { kind: 'ATTEND', userId: 'c' }], NOW);
    expect(operation?.counts).toMatchObject({ attendeeCount: 0, waitlistCount: 1 });
  });
});
