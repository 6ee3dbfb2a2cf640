/** Hides how a generated file is written, or with `--check` only compared. */
import { readFile, writeFile } from 'node:fs/promises';

/** Whether the caller asked to compare only. */
export function isCheck(): boolean {
  return process.argv.includes('--check');
}

/** Writes `content`, or with `--check` says which command makes the file true again and sets exit code 1. */
export async function settle(path: string, content: string, command: string): Promise<void> {
  const current = await readFile(path, 'utf8').catch(() => null);
  if (current === content) return;
  if (isCheck()) {
    console.error(`${path} is out of date: run ${command} and commit the result.`);
    process.exitCode = 1;
    return;
  }
  await writeFile(path, content);
  console.log(`wrote ${path}`);
}
