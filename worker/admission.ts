/** Hides how a mail whose turn has come gets to be sent: re-checked, given a token and claimed, one batch at a time in order of deadline. */
import type { DeliveryStore, Queued } from '#mail/delivery-store.ts';
import type { Ledger } from '#mail/ledger.ts';
import type { MailControls, MailSettings } from '#mail/mail-controls.ts';
import type { JobOutcome, MailJob } from '#mail/mail-queue.ts';
import type { Lane, Notification } from '#mail/notification.ts';
import type { NotificationStore } from '#mail/notification-store.ts';
import type { EventFacts, Known, RecipientFacts } from '#mail/read-model.ts';
import { decideSend } from '#mail/sendable.ts';
import { createBatcher } from '#platform/batcher.ts';
import { batchesOf } from './batches.ts';
import type { Bundler } from './bundler.ts';
import type { Choice, Failover } from './providers/failover.ts';
import type { MailProvider } from './providers/provider.ts';
import type { Reconciler } from './reconcile.ts';

/** What is known of whom and what mails are about; ids that nothing is known of are absent. */
export type FactsSource = {
  readonly events: { readonly getMany: (ids: readonly string[]) => Promise<ReadonlyMap<string, Known<EventFacts>>> };
  readonly recipients: { readonly getMany: (ids: readonly string[]) => Promise<ReadonlyMap<string, Known<RecipientFacts>>> };
};

/** A notification with what is known of its subject. */
export type Subject = { readonly notification: Notification; readonly event: Known<EventFacts>; readonly recipient: Known<RecipientFacts> };

/** A claimed mail that must now be sent by that provider; `at` is when its attempt began, `items` what a digest carries. */
export type Admitted = { readonly type: 'send'; readonly subject: Subject; readonly items: readonly Subject[]; readonly provider: MailProvider; readonly at: Date };

export type Admission = Admitted | JobOutcome;

/** How many of the first mails may ask for a token; `until` (epoch ms) is when the next may ask again. */
export type Allowance = { readonly allowed: number; readonly until: number };

/** Lets mails that are due wait for others that are known to come with earlier deadlines. */
export type LookAheadGate = {
  /** `mails` in order of deadline. */
  readonly allow: (mails: readonly Pick<Notification, 'deadline'>[], settings: MailSettings, now: number) => Promise<Allowance>;
};

type AdmissionOptions = {
  readonly lane: Lane;
  readonly store: NotificationStore;
  readonly deliveries: DeliveryStore;
  readonly facts: FactsSource;
  readonly ledger: Ledger;
  readonly controls: MailControls;
  readonly failover: Failover;
  readonly lookAhead: LookAheadGate;
  readonly bundler: Bundler;
  readonly reconciler: Reconciler;
  /** Mails that the provider would still take today; null where that does not matter now (outside the flush) or is not known. */
  readonly creditsOf: (provider: MailProvider, settings: MailSettings, now: number) => Promise<number | null>;
  /** Of the quota: whose days fair shares count. */
  readonly timeZone: string;
  readonly clock: () => number;
  /** Mails under way at once. */
  readonly concurrency: number;
};

/** How claimed mails begin; `isLost`: the tokens for them may not have been kept. */
type Start = { readonly provider: MailProvider; readonly at: Date; readonly isLost: () => boolean };

type Turn = { readonly job: MailJob; readonly subject: Subject; readonly items: readonly Subject[] };

const DONE: JobOutcome = { type: 'done' };
/** A digest's job is fetched this soon, or something else keeps it. */
const DIGEST_COMES_MS = 250;
/** While mail is paused the queues fetch nothing; jobs that were under way ask again after this. */
const PAUSED_MS = 2_000;
/** Urgent mail is never rate-limited as a lane; each looks again on its own. */
const URGENT_WAIT_MS = 15_000;

/** Admits jobs of one lane; a rejection (database or Redis away) means that nothing was claimed, or that the claim is found by `reconcile`. */
export function createAdmission(options: AdmissionOptions): (job: MailJob) => Promise<Admission> {
  const { lane, deliveries, ledger, clock } = options;
  let settings: MailSettings | null = null;
  /** Until then no token can be had, unless the limit that says so is lifted. */
  let refusedUntil = 0;
  /** While a new digest's job has not come, in epoch milliseconds; at most a moment. */
  const digest = { awaitedUntil: 0 };

  const admit = async (jobs: readonly MailJob[]): Promise<readonly Admission[]> => {
    const answers = new Map<string, Admission>();
    const turns = await bundle({ ...options, digest }, await recheck(options, jobs, answers), answers);
    if (turns.length > 0) await claim(turns, answers);
    return jobs.map((job) => answers.get(keyOf(job)) ?? DONE);
  };

  const claim = async (turns: readonly Turn[], answers: Map<string, Admission>): Promise<void> => {
    const now = clock();
    const wait = async (waiting: readonly Turn[], until: number): Promise<void> => {
      const answer = await waitUntil(until, now);
      for (const { job } of waiting) answers.set(keyOf(job), answer);
    };
    if (refusedUntil > now && lane === 'ordinary' && (await ledger.isLimited())) return wait(turns, refusedUntil);
    refusedUntil = 0;
    settings ??= await options.reconciler.confirmLedger();
    if (settings.pause !== null) {
      await wait(turns, now + PAUSED_MS);
      settings = null;
      return;
    }
    const choice = await chooseProvider(options.failover, now);
    if (choice.provider === null) return wait(turns, choice.retryAt);
    const { provider } = choice;
    const ahead = lane === 'urgent' ? { allowed: turns.length, until: now } : await options.lookAhead.allow(turns.map(({ subject }) => subject.notification), settings, now);
    const wanted = Math.min(ahead.allowed, choice.budget);
    if (wanted === 0) return wait(turns, ahead.until);

    const credits = await options.creditsOf(provider, settings, now);
    const epoch = ledger.epoch();
    const tokens = await ledger.reserve({ settings, lane, wanted, now, credits });
    if (tokens.state === 'unconfirmed') {
      settings = null;
      return claim(turns, answers);
    }
    let asked = 0;
    for (let left = tokens.granted; left > 0 && asked < wanted; ) {
      const admitted = turns.slice(asked, asked + left);
      const begun = await begin({ provider, at: new Date(now), isLost: () => epoch !== ledger.epoch() }, admitted, answers);
      if (begun === null) return wait(turns.slice(asked), now + 1_000);
      asked += admitted.length;
      // The token of a mail that changed or went in this very moment serves the next one.
      left -= begun;
    }
    const rest = turns.slice(asked);
    if (rest.length === 0) return;
    const until = tokens.granted === wanted ? ahead.until : (tokens.retryAt ?? now);
    await wait(rest, until);
  };

  /** Claims mails for which there are tokens; says how many are on their way, or null where the connection to Redis was lost and none is. */
  const begin = async ({ provider, at, isLost }: Start, turns: readonly Turn[], answers: Map<string, Admission>): Promise<number | null> => {
    const claimed = await deliveries.claim(turns.map(({ job }) => job), provider.name, at);
    const release = (given: readonly Turn[]) => deliveries.release(given.map(({ job }) => job).filter(({ id }) => claimed.has(id)), at);
    if (isLost()) {
      // Whoever confirms the new Redis may have counted before these attempts were recorded.
      await release(turns);
      return null;
    }
    const digests = turns.filter(({ job, subject }) => claimed.has(job.id) && subject.notification.kind === 'DIGEST');
    const sealed = await options.bundler.seal(digests.flatMap(({ items }) => items), at.getTime());
    const filled = new Map(digests.map(({ job, items }) => [job.id, items.filter(({ notification }) => sealed.has(notification._id))]));
    const emptied = digests.filter(({ job }) => filled.get(job.id)?.length === 0);
    await release(emptied);
    await options.bundler.disband(emptied.map(({ job }) => job.id), at.getTime());
    const started = turns.filter((turn) => claimed.has(turn.job.id) && !emptied.includes(turn));
    if (started.length > 0) options.failover.begin(provider.name, at.getTime());
    for (const { job } of turns) answers.set(keyOf(job), DONE);
    for (const { job, subject, items } of started) answers.set(keyOf(job), { type: 'send', subject, items: filled.get(job.id) ?? items, provider, at });
    return started.length;
  };

  /** Under settings that are no longer the newest no limit is set, so that a changed quota never finds mail waiting for the old one. */
  const waitUntil = async (until: number, now: number): Promise<JobOutcome> => {
    if (lane === 'urgent') return { type: 'later', at: Math.max(now + 100, Math.min(until, now + URGENT_WAIT_MS)) };
    if (until > now && settings !== null) {
      const isLimited = await ledger.limit(settings, until - now);
      if (isLimited) refusedUntil = until;
      else settings = null;
    }
    return { type: 'limited' };
  };

  return createBatcher(admit, batchesOf(options.concurrency));
}

/** A provider on trial after failures gets a mail, which costs a token, only where it answers at all. */
async function chooseProvider(failover: Failover, now: number): Promise<Choice> {
  const choice = failover.choose(now);
  if (choice.provider === null || !Number.isFinite(choice.budget) || (await choice.provider.isUp())) return choice;
  failover.report(choice.provider.name, true, now);
  return chooseProvider(failover, now);
}

/** Puts aside what must not be sent (answered in `answers`) and gives back the rest by deadline. */
async function recheck(options: AdmissionOptions, jobs: readonly MailJob[], answers: Map<string, Admission>): Promise<Turn[]> {
  const { deliveries, store, reconciler, clock } = options;
  const now = new Date(clock());
  const notifications = new Map((await deliveries.getMany(jobs.map(({ id }) => id))).map((notification) => [notification._id, notification]));
  const subjects = new Map((await subjectsOf([...notifications.values()], options.facts)).map((subject) => [subject.notification._id, subject]));
  const turns: Turn[] = [];
  for (const job of jobs) {
    const notification = notifications.get(job.id);
    const subject = subjects.get(job.id);
    if (notification === undefined || subject === undefined) continue;
    const isStarted = notification.state === 'SENDING' && notification.revision === job.revision && notification.digestId === null;
    if (isStarted) answers.set(keyOf(job), await reconciler.resolveStarted(notification));
    else if (isTooEarly(notification, job, now)) answers.set(keyOf(job), { type: 'later', at: notification.retryAt?.getTime() ?? now.getTime() });
    else {
      const decision = decideSend({ ...subject, revision: job.revision, now });
      if (decision.action === 'send') turns.push({ job, subject, items: [] });
      if (decision.action === 'final') await store.finish([job.id], decision, now);
      if (decision.action === 'postpone') {
        await deliveries.postpone(job, decision.until, now);
        answers.set(keyOf(job), { type: 'later', at: decision.until.getTime() });
      }
    }
  }
  return turns.toSorted((one, other) => one.subject.notification.deadline.getTime() - other.subject.notification.deadline.getTime());
}

/**
 * Lets digests take over what they carry (answered in `answers`), fills those whose turn has come, and ends those with too little to carry.
 * After a new digest, mails wait for its own job, or they would take the tokens that it has the earlier claim to.
 */
async function bundle({ digest, ...options }: AdmissionOptions & { readonly digest: { awaitedUntil: number } }, turns: readonly Turn[], answers: Map<string, Admission>): Promise<Turn[]> {
  const now = options.clock();
  const due = turns.map(({ subject }) => subject.notification);
  const [bundled, contents] = await Promise.all([options.bundler.bundle(due, options.timeZone, now), options.bundler.contentsOf(due, now)]);
  const kept: Turn[] = [];
  for (const turn of turns) {
    const { _id, kind } = turn.subject.notification;
    const decision = bundled.get(_id) ?? { action: 'single' };
    const items = contents.get(_id);
    if (decision.action === 'carried') digest.awaitedUntil = now + DIGEST_COMES_MS;
    if (kind === 'DIGEST') digest.awaitedUntil = 0;
    if (decision.action === 'single' && now < digest.awaitedUntil) answers.set(keyOf(turn.job), { type: 'later', at: digest.awaitedUntil });
    else if (decision.action === 'postpone') answers.set(keyOf(turn.job), { type: 'later', at: decision.until });
    else if (decision.action === 'carried') answers.set(keyOf(turn.job), DONE);
    else if (items !== undefined && items.length < 2) await options.bundler.disband([_id], now);
    else kept.push({ ...turn, items: items ?? [] });
  }
  return kept;
}

/** Joins notifications with what is known of their events and recipients. */
export async function subjectsOf(notifications: readonly Notification[], facts: FactsSource): Promise<Subject[]> {
  const eventIds = notifications.flatMap(({ eventId }) => eventId ?? []);
  const recipientIds = notifications.flatMap(({ recipientId }) => recipientId ?? []);
  const [events, recipients] = await Promise.all([
    eventIds.length === 0 ? new Map<string, Known<EventFacts>>() : facts.events.getMany([...new Set(eventIds)]),
    recipientIds.length === 0 ? new Map<string, Known<RecipientFacts>>() : facts.recipients.getMany([...new Set(recipientIds)]),
  ]);
  const unknown = { state: 'unknown' } as const;
  return notifications.map((notification) => ({
    notification,
    event: events.get(notification.eventId ?? '') ?? unknown,
    recipient: recipients.get(notification.recipientId ?? '') ?? unknown,
  }));
}

function isTooEarly(notification: Queued, job: MailJob, now: Date): boolean {
  return notification.state === 'PENDING' && notification.revision === job.revision && notification.retryAt !== null && notification.retryAt > now && notification.deadline > now;
}

function keyOf({ id, revision }: MailJob): string {
  return `${id}.${revision}`;
}
