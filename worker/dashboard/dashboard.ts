/** Hides the operators' dashboard: its pages, its small JSON interface and Bull Board, all behind one sign-in. */
import { fileURLToPath } from 'node:url';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import cookie from '@fastify/cookie';
import serveFiles from '@fastify/static';
import type { Queue } from 'bullmq';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError, badInput, forbidden } from '#platform/errors.ts';
import { extensionsOf } from '#platform/graphql-errors.ts';
import type { HttpServer } from '#platform/http-server.ts';
import type { MailOperations } from './overview.ts';
import { SESSION_SECONDS } from './session.ts';
import type { DashboardSessions, Operator } from './session.ts';

const COOKIE = 'eventpost-dashboard';
/** A header that a foreign page cannot send without asking: with the SameSite cookie, the guard against forged requests. */
const GUARD_HEADER = 'x-eventpost-dashboard';
const QUEUES_PATH = '/queues';
const STATUS: Readonly<Record<DomainError['code'], number>> = {
  BAD_USER_INPUT: 400, UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409, RATE_LIMITED: 429,
};
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

type DashboardOptions = {
  readonly operations: MailOperations;
  readonly sessions: DashboardSessions;
  readonly queues: readonly Queue[];
  /** Whether browsers reach it over HTTPS, so that the cookie may demand it. */
  readonly isSecure: boolean;
};

/** Adds the dashboard's routes to the worker's server. */
export async function registerDashboard(server: HttpServer, options: DashboardOptions): Promise<void> {
  await server.register(cookie);
  await server.register(serveFiles, { root: fileURLToPath(new URL('public/', import.meta.url)), serve: false });
  await server.register((scope) => {
    scope.addHook('onSend', async (_request, reply) => void reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY' }));
    scope.setErrorHandler(answerError);
    addPages(scope, options);
    addSessionRoutes(scope, options);
    addOperations(scope, options);
    addBullBoard(scope, options);
    return Promise.resolve();
  });
}

function addPages(scope: FastifyInstance, { sessions }: DashboardOptions): void {
  const send = (reply: FastifyReply, file: string) => reply.header('content-security-policy', PAGE_POLICY).header('cache-control', 'no-store').sendFile(file);
  scope.get('/', async (request, reply) => {
    try {
      await sessions.verify(request.cookies[COOKIE]);
    } catch (error) {
      if (error instanceof DomainError) return reply.redirect('/sign-in');
      throw error;
    }
    return send(reply, 'index.html');
  });
  scope.get('/sign-in', (_request, reply) => send(reply, 'sign-in.html'));
  for (const file of ['dashboard.css', 'dashboard.js', 'sign-in.js']) scope.get(`/assets/${file}`, (_request, reply) => reply.sendFile(file));
}

function addSessionRoutes(scope: FastifyInstance, { sessions, isSecure }: DashboardOptions): void {
  const cookieOptions = { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/' } as const;
  scope.post('/api/session', async (request, reply) => {
    demandGuard(request);
    const credentials = parseBody(request, z.object({ email: z.string(), password: z.string() }));
    const token = await sessions.signIn({ ...credentials, clientAddress: request.ip });
    return reply.setCookie(COOKIE, token, { ...cookieOptions, maxAge: SESSION_SECONDS }).send({ signedIn: true });
  });
  scope.delete('/api/session', (request, reply) => {
    demandGuard(request);
    return reply.clearCookie(COOKIE, cookieOptions).send({ signedIn: false });
  });
}

function addOperations(scope: FastifyInstance, { operations, sessions }: DashboardOptions): void {
  scope.get('/api/overview', async (request) => {
    await sessions.verify(request.cookies[COOKIE]);
    return operations.overview();
  });
  const action = (path: string, run: (operator: Operator, request: FastifyRequest) => Promise<void>) => {
    scope.post(path, async (request) => {
      const operator = await sessions.verify(request.cookies[COOKIE]);
      demandGuard(request);
      await run(operator, request);
      return { done: true };
    });
  };
  action('/api/pause', (operator, request) => operations.pause(operator, parseBody(request, z.object({ reason: z.string().trim().min(1).max(200) })).reason));
  action('/api/resume', (operator) => operations.resume(operator));
  action('/api/quota', (operator, request) => operations.setQuota(operator, parseBody(request, z.object({ quota: z.string().max(200) })).quota));
  action('/api/notifications/:id/retry', (operator, request) => operations.retry(operator, z.object({ id: z.string() }).parse(request.params).id));
  action('/api/retry-failed', (operator) => operations.retryFailed(operator));
}

/** Bull Board brings its own pages; the sign-in and the guard against forged requests stand before all of them. */
function addBullBoard(scope: FastifyInstance, { queues, sessions }: DashboardOptions): void {
  const adapter = new FastifyAdapter();
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue)), serverAdapter: adapter });
  adapter.setBasePath(QUEUES_PATH);
  void scope.register(
    async (board) => {
      // Bull Board answers errors in its own way, so refusals are answered here.
      board.addHook('onRequest', async (request, reply) => {
        try {
          await sessions.verify(request.cookies[COOKIE]);
        } catch (error) {
          if (error instanceof DomainError) return reply.redirect('/sign-in');
          throw error;
        }
        if (request.method !== 'GET' && request.headers['sec-fetch-site'] !== 'same-origin') return answerError(forbidden(), request, reply);
      });
      await board.register(adapter.registerPlugin());
    },
    { prefix: QUEUES_PATH },
  );
}

function demandGuard(request: FastifyRequest): void {
  if (request.headers[GUARD_HEADER] === undefined) throw forbidden();
}

function parseBody<T>(request: FastifyRequest, schema: z.ZodType<T>): T {
  const result = schema.safeParse(request.body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw badInput(issue?.path.join('.') ?? 'body', issue === undefined ? 'The body is not valid.' : `${issue.path.join('.')}: ${issue.message}`);
}

function answerError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(error instanceof DomainError)) throw error;
  return reply.code(STATUS[error.code]).send({ errors: [{ message: error.message, extensions: extensionsOf(error) }] });
}
