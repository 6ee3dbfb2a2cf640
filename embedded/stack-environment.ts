/** Hides how the five processes are told of each other: which ports they have and which environment each gets. */
import { answersOk } from './ports.ts';

/** The five processes, in no order. */
export const processNames = ['users', 'events', 'notifications', 'router', 'worker'] as const;

export type ProcessName = (typeof processNames)[number];

/** The file that each process runs. */
export const entries: Readonly<Record<ProcessName, string>> = {
  users: 'subgraphs/users/main.ts',
  events: 'subgraphs/events/main.ts',
  notifications: 'subgraphs/notifications/main.ts',
  router: 'router/main.ts',
  worker: 'worker/main.ts',
};

/** Each process's own port. */
export type ProcessPorts = Readonly<Record<ProcessName, number>>;

export type StackAddresses = {
  readonly ports: ProcessPorts;
  readonly mongodbUrl: string;
  readonly redisUrl: string;
  readonly smtpUrl: string;
};

/** How the five processes reach each other and their servers. */
export function internalAddresses({ ports, mongodbUrl, redisUrl, smtpUrl }: StackAddresses): Readonly<Record<string, string>> {
  return {
    HOST: '127.0.0.1',
    USERS_URL: processUrl(ports.users),
    EVENTS_URL: processUrl(ports.events),
    NOTIFICATIONS_URL: processUrl(ports.notifications),
    MONGODB_URL: mongodbUrl,
    REDIS_URL: redisUrl,
    SMTP_URL: smtpUrl,
  };
}

/** Where people reach the router and the dashboard on this machine. */
export function publicAddresses(ports: Pick<ProcessPorts, 'router' | 'worker'>): Readonly<Record<string, string>> {
  return { PUBLIC_URL: `http://localhost:${ports.router}`, DASHBOARD_URL: `http://localhost:${ports.worker}` };
}

/** Where a process answers health checks. */
export function processUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Whether the process on that port says it is ready. */
export function isProcessReady(port: number): Promise<boolean> {
  return answersOk(`${processUrl(port)}/health/ready`);
}
