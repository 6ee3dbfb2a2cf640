/**
 * Hides how likes, places and the line for them follow from what people want, one decision at a time.
 *
 * A decision (an operation) is written into the event before any of it is done, and names everything it will write: whoever finds
 * it there can finish it, and finishing it twice changes nothing. The counts are written together with its removal, so they are
 * those of the documents whenever no operation is there.
 */
import { WEIGHTS, addInterest, removeInterest } from './popularity.ts';

/** What one person wants of an event, or that free places be given away (after the capacity was raised). */
export type Intent =
  | { readonly kind: 'LIKE' | 'UNLIKE' | 'ATTEND' | 'LEAVE'; readonly userId: string }
  | { readonly kind: 'PROMOTE' };

export type AttendanceState = 'GOING' | 'WAITLISTED' | 'LEFT';

/** How one person stands with an event. `position` orders attendees by when they got their place, and the line by when they joined. */
export type AttendanceChange = { readonly userId: string; readonly attendance: AttendanceState; readonly position: number; readonly since: Date };

export type LikeChange = { readonly userId: string; readonly liked: boolean; readonly since: Date };

export type Counts = { readonly attendeeCount: number; readonly waitlistCount: number; readonly likeCount: number; readonly popularity: number };

export type Operation = {
  /** The event's sequence with this operation: the version of everything it writes. */
  readonly sequence: number;
  readonly startedAt: Date;
  readonly attendances: readonly AttendanceChange[];
  readonly likes: readonly LikeChange[];
  /** The counts once all is written. */
  readonly counts: Counts;
  /** Whether places remain free while people wait: more than one operation may give away. */
  readonly promotionDue: boolean;
};

/** How many intents one operation can hold, and how many people it can promote. */
export const MAX_INTENTS = 200;
export const MAX_PROMOTIONS = 200;
const POSITIONS_PER_OPERATION = 1_000;

export type Situation = {
  readonly counts: Counts;
  readonly capacity: number | null;
  readonly sequence: number;
  /** Whether places are still given: the event is on and has not started. */
  readonly isOpen: boolean;
  /** Of everybody who wants something; absent: never anything. */
  readonly attendances: readonly AttendanceChange[];
  readonly likes: readonly LikeChange[];
  /** The first in line, at most MAX_PROMOTIONS. */
  readonly waitlist: readonly AttendanceChange[];
};

/** Decides what up to MAX_INTENTS intents come to, in their order; null when they change nothing. */
export function decide(situation: Situation, intents: readonly Intent[], now: Date): Operation | null {
  const decision = new Decision(situation, now);
  for (const intent of intents) decision.take(intent);
  return decision.operation();
}

/** The state of one decision while it is made. */
class Decision {
  readonly #situation: Situation;
  readonly #now: Date;
  readonly #attendances: Map<string, AttendanceChange>;
  readonly #likes: Map<string, LikeChange>;
  readonly #changedAttendances = new Map<string, AttendanceChange>();
  readonly #changedLikes = new Map<string, LikeChange>();
  readonly #line: string[];
  readonly #isWholeLine: boolean;
  #counts: Counts;
  #changes = 0;
  #promotions = 0;

  constructor(situation: Situation, now: Date) {
    this.#situation = situation;
    this.#now = now;
    this.#counts = situation.counts;
    this.#attendances = new Map([...situation.attendances, ...situation.waitlist].map((attendance) => [attendance.userId, attendance]));
    this.#likes = new Map(situation.likes.map((like) => [like.userId, like]));
    this.#line = situation.waitlist.map((attendance) => attendance.userId);
    this.#isWholeLine = this.#line.length >= situation.counts.waitlistCount;
  }

  take(intent: Intent): void {
    switch (intent.kind) {
      case 'LIKE': return this.#like(intent.userId);
      case 'UNLIKE': return this.#unlike(intent.userId);
      case 'ATTEND': return this.#attend(intent.userId);
      case 'LEAVE': return this.#leave(intent.userId);
      case 'PROMOTE': return this.#promote();
      default: return intent satisfies never;
    }
  }

  operation(): Operation | null {
    if (this.#changes === 0) return null;
    return {
      sequence: this.#situation.sequence + 1,
      startedAt: this.#now,
      attendances: [...this.#changedAttendances.values()],
      likes: [...this.#changedLikes.values()],
      counts: this.#counts,
      promotionDue: this.#situation.isOpen && this.#isPlaceFree() && this.#counts.waitlistCount > 0,
    };
  }

  #like(userId: string): void {
    if (this.#likes.get(userId)?.liked === true) return;
    this.#setLike({ userId, liked: true, since: this.#now });
    this.#count({ likeCount: 1 });
    this.#interest(addInterest(this.#counts.popularity, WEIGHTS.like, this.#now));
  }

  #unlike(userId: string): void {
    const like = this.#likes.get(userId);
    if (like?.liked !== true) return;
    this.#setLike({ userId, liked: false, since: this.#now });
    this.#count({ likeCount: -1 });
    this.#interest(removeInterest(this.#counts.popularity, WEIGHTS.like, like.since));
  }

  #attend(userId: string): void {
    const current = this.#attendances.get(userId)?.attendance ?? 'LEFT';
    if (current !== 'LEFT' || !this.#situation.isOpen) return;
    if (this.#isPlaceFree() && this.#counts.waitlistCount === 0) return this.#givePlace(userId);
    this.#setAttendance(userId, 'WAITLISTED');
    if (this.#isWholeLine) this.#line.push(userId);
    this.#count({ waitlistCount: 1 });
  }

  #leave(userId: string): void {
    const current = this.#attendances.get(userId);
    if (current === undefined || current.attendance === 'LEFT') return;
    this.#setAttendance(userId, 'LEFT');
    if (current.attendance === 'WAITLISTED') return this.#leaveLine(userId);
    this.#count({ attendeeCount: -1 });
    this.#interest(removeInterest(this.#counts.popularity, WEIGHTS.place, current.since));
    this.#promote();
  }

  #leaveLine(userId: string): void {
    const place = this.#line.indexOf(userId);
    if (place !== -1) this.#line.splice(place, 1);
    this.#count({ waitlistCount: -1 });
  }

  #promote(): void {
    if (!this.#situation.isOpen) return;
    while (this.#isPlaceFree() && this.#promotions < MAX_PROMOTIONS) {
      const userId = this.#line.shift();
      if (userId === undefined) return;
      this.#count({ waitlistCount: -1 });
      this.#givePlace(userId);
      this.#promotions += 1;
    }
  }

  #givePlace(userId: string): void {
    this.#setAttendance(userId, 'GOING');
    this.#count({ attendeeCount: 1 });
    this.#interest(addInterest(this.#counts.popularity, WEIGHTS.place, this.#now));
  }

  #isPlaceFree(): boolean {
    const { capacity } = this.#situation;
    return capacity === null || this.#counts.attendeeCount < capacity;
  }

  #setAttendance(userId: string, attendance: AttendanceState): void {
    const position = (this.#situation.sequence + 1) * POSITIONS_PER_OPERATION + this.#changes;
    const change = { userId, attendance, position, since: this.#now };
    this.#changes += 1;
    this.#attendances.set(userId, change);
    this.#changedAttendances.set(userId, change);
  }

  #setLike(change: LikeChange): void {
    this.#changes += 1;
    this.#likes.set(change.userId, change);
    this.#changedLikes.set(change.userId, change);
  }

  #count(by: Partial<Omit<Counts, 'popularity'>>): void {
    const { attendeeCount, waitlistCount, likeCount, popularity } = this.#counts;
    this.#counts = {
      attendeeCount: attendeeCount + (by.attendeeCount ?? 0),
      waitlistCount: waitlistCount + (by.waitlistCount ?? 0),
      likeCount: likeCount + (by.likeCount ?? 0),
      popularity,
    };
  }

  #interest(popularity: number): void {
    this.#counts = { ...this.#counts, popularity };
  }
}
