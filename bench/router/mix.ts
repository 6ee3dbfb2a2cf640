/** Hides what a day's traffic is made of: kept answers and others, known documents and new ones, people and nobody, and what is refused. */
import { hash } from 'node:crypto';
import { standInId } from '#tests/support/stand-ins.ts';
import type { LoadRequest } from './load.ts';

type Kind = {
  readonly name: string;
  /** Of a hundred requests. */
  readonly share: number;
  readonly isSignedIn?: boolean;
  readonly isRefused?: boolean;
  readonly body: (n: number) => unknown;
};

const event = (n: number) => standInId('e', n % 200);
const ONE = 'query One($id: ID!) { event(id: $id) { id title description likeCount place { name } } }';
const LIST = 'query List($first: Int!) { events(first: $first) { edges { node { id title startsAt organizer { id displayName } } } pageInfo { hasNextPage } } }';
const MINE = 'query Mine($id: ID!) { me { id displayName } event(id: $id) { id title viewerHasLiked } }';

const KINDS: readonly Kind[] = [
  { name: 'one event', share: 45, body: (n) => ({ query: ONE, variables: { id: event(n) } }) },
  { name: 'a page of events', share: 10, body: (n) => ({ query: LIST, variables: { first: 1 + (n % 20) } }) },
  { name: 'a question never asked before', share: 15, body: (n) => ({ query: ONE, variables: { id: event(n), unused: n } }) },
  { name: 'somebody’s own', share: 16, isSignedIn: true, body: (n) => ({ query: MINE, variables: { id: event(n) } }) },
  { name: 'a change', share: 1, isSignedIn: true, body: (n) => ({ query: 'mutation Like($id: ID!) { likeEvent(input: { eventId: $id }) { event { id likeCount } } }', variables: { id: event(n) } }) },
  { name: 'a new document', share: 4, body: (n) => ({ query: `query New${n}($id: ID!) { event(id: $id) { id alias${n}: title organizer { displayName } } }`, variables: { id: event(n) } }) },
  { name: 'a new persisted document', share: 1, body: (n) => persisted(`{ topics { name${n}: name } }`) },
  { name: 'an unknown field', share: 2, isRefused: true, body: (n) => ({ query: `{ topics { nonsense${n} } }` }) },
  { name: 'too deep', share: 2, isRefused: true, body: (n) => ({ query: `{ user(id: "${standInId('a', 1)}") { ${'organizedEvents { edges { node { organizer { '.repeat(4)} id${n}: id ${'} } } } '.repeat(4)} } }` }) },
  { name: 'broken syntax', share: 2, isRefused: true, body: (n) => ({ query: `{ topics${n} {` }) },
  { name: 'an unknown hash', share: 2, isRefused: true, body: (n) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash('sha256', String(n)) } } }) },
];

function persisted(query: string) {
  return { query, extensions: { persistedQuery: { version: 1, sha256Hash: hash('sha256', query) } } };
}

/** A hundred places, the kinds spread among them evenly. */
const PLACES = KINDS.flatMap((kind) => Array.from({ length: kind.share }, (_, n) => ({ kind, at: (n + 0.5) / kind.share }))).toSorted((one, other) => one.at - other.at).map(({ kind }) => kind);

export type Mix = {
  readonly next: () => LoadRequest;
  /** New tokens from here on. */
  readonly setTokens: (tokens: readonly string[]) => void;
  readonly sent: () => number;
  /** Answers that were refused though they should not be, or the other way round. */
  readonly wrong: () => number;
};

/** The traffic, in the same order each time; one in fifty bad tokens among the signed-in. */
export function createMix(): Mix {
  let tokens: readonly string[] = [];
  let sent = 0;
  let wrong = 0;
  return {
    next: () => {
      sent += 1;
      const n = sent;
      const kind = PLACES[n % PLACES.length];
      if (kind === undefined) throw new Error('shares must sum up to 100');
      const hasBadToken = kind.isSignedIn === true && Math.floor(n / 100) % 50 === 0;
      const token = hasBadToken ? `${tokens[n % tokens.length]}${n}` : tokens[Math.floor(n / 7) % tokens.length];
      const isRefused = hasBadToken || kind.isRefused === true;
      return {
        body: JSON.stringify(kind.body(n)),
        ...(kind.isSignedIn === true ? { headers: { authorization: `Bearer ${token}` } } : {}),
        onAnswer: (answer) => {
          if (answer.includes('"errors":') === isRefused) return;
          wrong += 1;
          if (wrong === 1) console.log(`not as expected (${kind.name}): ${answer.slice(0, 300)}`);
        },
      };
    },
    setTokens: (given) => void (tokens = given),
    sent: () => sent,
    wrong: () => wrong,
  };
}
