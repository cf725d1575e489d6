import { readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from './home.ts';
import { run } from './run.ts';

/** The server that wrote `postmaster.pid`, which may be dead by now. */
export async function readPidFile(home: Home): Promise<{ pid: number; status: string } | undefined> {
  const lines = await readFile(join(home.data, 'postmaster.pid'), 'utf8').then(
    text => text.split('\n'),
    () => [],
  );
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, status: (lines[7] ?? '').trim() } : undefined;
}

/** Is the server of this home still alive? After a reboot its process id may be somebody else's. */
export async function isRunning(home: Home): Promise<boolean> {
  const written = await readPidFile(home);
  if (!written) return false;
  if (process.platform === 'linux') {
    return (await readlink(`/proc/${written.pid}/cwd`).catch(() => '')) === home.data;
  }
  const { output } = await run(home, 'ps', ['-o', 'command=', '-p', String(written.pid)]);
  return output.includes(home.data);
}

/** Forgets a server that died without a goodbye. Call only when it is not running. */
export const removePidFile = (home: Home): Promise<void> => rm(join(home.data, 'postmaster.pid'), { force: true });
