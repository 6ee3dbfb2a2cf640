/** Hides how queries are answered as cheaply as is safe: from memory, together with the same query under way, or by executing. */
import type { Caller } from './caller.ts';
import type { Changes } from './changes.ts';
import { idsIn } from './dependencies.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import type { Operation } from './operations.ts';
import type { ResponseCache } from './response-cache.ts';
import type { RouterMetrics } from './router-metrics.ts';

/** An answer as Apollo Server gives it. */
export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

export type Question = {
  /** Equal only for requests with the same method, text and accepted types. */
  readonly key: string;
  readonly caller: Caller;
  /** Of a request that was given its id here; null where its client named it, as others may name theirs. */
  readonly requestId: string | null;
  readonly request: GraphQLRequest;
  readonly operation: Operation;
};

type Options = { readonly cache: ResponseCache | null; readonly changes: Changes; readonly metrics: RouterMetrics };

/** Introspection of a schema that never changes while the router runs. */
const INTROSPECTION_AGE_SECONDS = 3_600;
const PUBLIC_AGE = /^max-age=(\d+), public$/;

export type Answers = {
  /** The answer to the question; `execute` has Apollo Server work it out. */
  readonly answer: (question: Question, execute: () => Promise<Answer>) => Promise<Answer>;
};

/** Without a cache nothing is kept, but identical questions of one caller at the same time are still one. */
export function createAnswers({ cache, changes, metrics }: Options): Answers {
  const underway = new Map<string, Promise<Answer>>();

  const keep = ({ key, caller, request, operation }: Question, answer: Answer, askedAt: number): void => {
    const maxAgeSeconds = ageOf(answer, operation);
    if (cache === null || maxAgeSeconds === 0) return void metrics.cache.inc({ result: 'passed' });
    const ids = idsIn(answer.body, JSON.stringify(request.variables), request.query ?? '');
    cache.put(keptKey(key, caller), { body: answer.body, contentType: answer.headers['content-type'] ?? '', maxAgeSeconds, ids, dependsOn: operation.dependsOn, askedAt });
    metrics.cache.inc({ result: 'stored' });
  };

  const ask = async (question: Question, execute: () => Promise<Answer>): Promise<Answer> => {
    const askedAt = changes.sequence();
    const answer = await execute();
    keep(question, answer, askedAt);
    return answer;
  };

  return {
    answer: async (question, execute) => {
      const { operation, request, caller, requestId } = question;
      if (operation.kind !== 'query') {
        const given = [JSON.stringify(request.variables), request.query ?? '', caller.identity.viewer?.id ?? ''];
        // Before the client can ask again: what it reads next must show what it wrote.
        const end = changes.begin(requestId);
        let body = '';
        try {
          const answer = await execute();
          body = answer.body;
          return answer;
        } finally {
          end({ ids: idsIn(body, ...given), ...operation.mutates });
        }
      }
      const key = `${changes.sequence()} ${caller.key} ${question.key}`;
      const same = underway.get(key);
      if (same !== undefined) {
        metrics.cache.inc({ result: 'shared' });
        return same;
      }
      const asking = ask(question, execute).finally(() => underway.delete(key));
      underway.set(key, asking);
      return asking;
    },
  };
}

/** Nobody and somebody are kept apart, so that a subgraph may mark an answer private for those only who are signed in. */
export function keptKey(key: string, caller: Caller): string {
  return `${caller.identity.viewer === null ? '-' : '+'}${key}`;
}

function ageOf({ status, headers, body }: Answer, operation: Operation): number {
  if (status !== 200 || !operation.isKeepable) return 0;
  if (operation.isIntrospection) return body.startsWith('{"errors"') ? 0 : INTROSPECTION_AGE_SECONDS;
  return Number(PUBLIC_AGE.exec(headers['cache-control'] ?? '')?.[1] ?? 0);
}
