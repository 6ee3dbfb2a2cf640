/** Hides how a foreign program, which knows nothing of our IPC channel, is made to end with us. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { nodeCommand } from '../child.ts';

/** The path of a program on PATH, or null. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/**
 * A command that runs `program` and ends it when its parent dies, by any signal. Linux's setpriv asks the kernel for that
 * (prctl PR_SET_PDEATHSIG) and costs no process; elsewhere a small Node process watches over it.
 */
export function tether(program: string, args: readonly string[]): { readonly command: string; readonly args: readonly string[] } {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : null;
  if (setpriv) return { command: setpriv, args: ['--pdeathsig', 'TERM', '--', program, ...args] };
  return nodeCommand('embedded/tether/main.ts', [program, ...args], ['--max-old-space-size=32']);
}
