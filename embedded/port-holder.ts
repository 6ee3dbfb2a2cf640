/** Hides how the operating system is asked who listens on a port. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const listening = '0A';

/** The process that listens on this TCP port, such as `node (pid 4711)`, or null where the system does not tell. Linux only. */
export function portHolder(port: number): string | null {
  try {
    const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listenersOf(table, port)));
    const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && holdsSocket(entry, inodes));
    return pid ? `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (pid ${pid})` : null;
  } catch {
    return null;
  }
}

/** Socket inodes that listen on the port. Columns as in proc(5): address, state and inode are the 2nd, 4th and 10th. */
function listenersOf(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync(table, 'utf8').split('\n').flatMap((row) => {
    const columns = row.trim().split(/\s+/);
    return columns[1]?.endsWith(suffix) && columns[3] === listening && columns[9] ? [columns[9]] : [];
  });
}

function holdsSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => inodes.has(/^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${descriptor}`))?.[1] ?? ''));
  } catch {
    return false;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
