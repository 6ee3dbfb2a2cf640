/** Hides where configuration comes from: the environment, or a file named by `<NAME>_FILE`; read once, checked whole, frozen. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isTimeZone } from './time-zone.ts';

const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535);
const count = z.coerce.number({ error: 'must be a whole number' }).int().min(0);
const url = (...protocols: string[]) =>
  z.string().refine((value) => protocols.some((protocol) => value.startsWith(`${protocol}:`)) && URL.canParse(value), `must be a ${protocols.join(' or ')} address`);
const secret = z.string().min(32, 'must be at least 32 characters long');
const limit = z.string().regex(/^\d+\/\d*(second|minute|hour|day)s?$/, 'must look like 20/15minutes or 100/minute');
const quota = z.string().regex(/^(unlimited|\d+\/[^,\s]+(,\d+\/[^,\s]+)*)$/, 'must look like 12/hour,300/day or unlimited');
const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone');
const duration = z.string().regex(/^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/, 'must be an ISO 8601 duration such as PT10M');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 23:05');
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.optional(),
  /** How many reverse proxies stand before the router and may be trusted to name the client's address. */
  TRUSTED_PROXIES: count.default(0),
  PUBLIC_URL: url('http', 'https').default('http://localhost:4000'),
  DASHBOARD_URL: url('http', 'https').default('http://localhost:4010'),
  USERS_URL: url('http', 'https').default('http://127.0.0.1:4001'),
  EVENTS_URL: url('http', 'https').default('http://127.0.0.1:4002'),
  NOTIFICATIONS_URL: url('http', 'https').default('http://127.0.0.1:4003'),

  MONGODB_URL: url('mongodb', 'mongodb+srv').default('mongodb://127.0.0.1:27017'),
  MONGODB_DATABASE_PREFIX: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/).default('eventpost'),
  REDIS_URL: url('redis', 'rediss').default('redis://127.0.0.1:6379'),
  REDIS_PREFIX: z.string().regex(/^[a-z][a-z0-9_-]{0,60}$/).default('eventpost'),
  SMTP_URL: url('smtp', 'smtps').default('smtp://127.0.0.1:1025'),

  MAIL_FROM: z.string().regex(/^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/, 'must be an address such as EventPost <hello@example.org>').default('EventPost <hello@eventpost.example>'),
  MAIL_QUOTA: quota.default('12/hour,300/day'),
  MAIL_QUOTA_TIME_ZONE: timeZone.default('UTC'),
  MAIL_URGENT_RESERVE: count.default(12),
  MAIL_DEADLINE_LEAD: duration.default('PT10M'),
  MAIL_FLUSH_AT: z.union([timeOfDay, z.literal('off')], { error: 'must be a time such as 23:05, or off' }).default('23:05'),
  /** In the order in which they are tried. */
  MAIL_PROVIDERS: z.string().regex(/^(smtp|brevo)(,(smtp|brevo))*$/, 'must list smtp and brevo').default('smtp'),
  MAIL_CONCURRENCY: count.min(1).max(100).default(50),
  BREVO_API_URL: url('http', 'https').default('https://api.brevo.com/v3'),
  BREVO_API_KEY: z.string().optional(),
  MAIL_WEBHOOK_SECRET: secret.optional(),
  ALERT_EMAIL: z.email().optional(),
  ALERT_WEBHOOK_URL: url('http', 'https').optional(),

  /** The base address of an OTLP/HTTP collector; without one no traces are made. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http', 'https').optional(),

  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(10, 'must be at least 10 characters long').max(200).optional(),

  IDENTITY_SECRET: secret.optional(),
  LINK_SECRET: secret.optional(),
  DASHBOARD_SECRET: secret.optional(),
  /** A JSON array of private Ed25519 JWKs: the first signs, all verify. */
  ACCESS_TOKEN_KEYS: z.string().refine(isJsonArray, 'must be a JSON array of Ed25519 JWKs').optional(),

  SIGN_UP_LIMIT: limit.default('100/minute'),
  SIGN_IN_FAILURE_LIMIT: limit.default('20/15minutes'),
  SIGN_IN_CLIENT_LIMIT: limit.default('300/15minutes'),
  MAIL_REQUEST_LIMIT: limit.default('20/15minutes'),
  CLIENT_RATE_LIMIT: limit.default('6000/minute'),
  VIEWER_RATE_LIMIT: limit.default('3000/minute'),
  CLIENT_RATE_LIMIT_ON_LOOPBACK: flag.default(false),
  RESPONSE_CACHE: flag.default(true),
  RESPONSE_CACHE_MAX_BYTES: count.default(10 * 1024 * 1024),
  INTROSPECTION: flag.default(true),
  CORS_ORIGINS: z.string().default('https://studio.apollographql.com'),
  /** `GET` and `POST` of operations outside the safelist are refused when this names a file of them. */
  SAFELIST_FILE: z.string().optional(),
});

type Parsed = z.infer<typeof schema>;
const SECRETS = ['IDENTITY_SECRET', 'LINK_SECRET', 'DASHBOARD_SECRET', 'ACCESS_TOKEN_KEYS'] as const;
type Secret = (typeof SECRETS)[number];

/** Every variable, with the secrets present. */
export type Env = Readonly<Omit<Parsed, Secret> & Record<Secret, string>>;

/** The names of all variables, for the test that keeps `.env.example` true. */
export const ENV_NAMES: readonly string[] = Object.keys(schema.shape);

/** Configuration that cannot be used; its message lists every problem, one a line. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}: ${problems.join('; ')}`);
  }
}

/**
 * Reads and checks the whole environment. Empty values count as absent. Development secrets fall back to fixed,
 * worthless values so that one process can be run by hand; production requires real ones.
 * @throws ConfigurationError naming every problem at once
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const problems: string[] = [];
  const values = readValues(source, problems);
  const result = schema.safeParse(values);
  if (!result.success) problems.push(...result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  const isProduction = values['NODE_ENV'] === 'production';
  if (isProduction) problems.push(...SECRETS.filter((name) => values[name] === undefined).map((name) => `${name} is required when NODE_ENV=production`));
  if (!result.success || problems.length > 0) throw new ConfigurationError(problems);
  const env = result.data;
  return Object.freeze({
    ...env,
    IDENTITY_SECRET: env.IDENTITY_SECRET ?? developmentSecret('identity'),
    LINK_SECRET: env.LINK_SECRET ?? developmentSecret('link'),
    DASHBOARD_SECRET: env.DASHBOARD_SECRET ?? developmentSecret('dashboard'),
    ACCESS_TOKEN_KEYS: env.ACCESS_TOKEN_KEYS ?? '[]',
  });
}

function readValues(source: Readonly<Record<string, string | undefined>>, problems: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of ENV_NAMES) {
    const file = source[`${name}_FILE`];
    const value = file === undefined || file === '' ? source[name] : readSecretFile(name, file, problems);
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}

function readSecretFile(name: string, file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    problems.push(`${name}_FILE names ${file}, which cannot be read`);
    return undefined;
  }
}

function developmentSecret(purpose: string): string {
  return `development-only-${purpose}-secret-never-used-in-production`;
}

function isJsonArray(value: string): boolean {
  try {
    return Array.isArray(JSON.parse(value));
  } catch {
    return false;
  }
}

const UNIT_SECONDS = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;

/** A limit such as `20/15minutes` as a number of points per so many seconds. */
export function parseLimit(text: string): { readonly points: number; readonly seconds: number } {
  const match = /^(\d+)\/(\d*)(second|minute|hour|day)s?$/.exec(text);
  if (match === null) throw new ConfigurationError([`${text} is not a limit such as 20/15minutes`]);
  const unit = match[3] as keyof typeof UNIT_SECONDS;
  return { points: Number(match[1]), seconds: Number(match[2] === '' ? '1' : match[2]) * UNIT_SECONDS[unit] };
}

/** Some packages report to their makers unless a variable of the process forbids it. */
export function forbidTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
