import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scope } from '../scope.ts';

export const ROOT = join(import.meta.dirname, '../..');
const WITH_PARENT = join(ROOT, 'scripts/end-with-parent.ts');

export type Child = {
  pid: number;
  process: ChildProcess;
  exited: Promise<unknown>;
  /** SIGTERM, and SIGKILL after five seconds. */
  stop(): Promise<void>;
  /** SIGKILL: as if the machine had taken it. */
  kill(): Promise<void>;
};

type Options = { args: string[]; env?: Record<string, string> };

/** Our own Node on one of our files, in its own process group; it ends with the scope, and with us should we be killed. */
export function startChild(scope: Scope, { args, env }: Options): Child {
  const child = spawn(process.execPath, ['--import', WITH_PARENT, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  const kill = async () => {
    if (!isGone()) child.kill('SIGKILL');
    await exited;
  };
  const stop = async () => {
    if (isGone()) return;
    const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(force);
  };
  scope.defer(stop);
  return { pid: child.pid!, process: child, exited, stop, kill };
}

/** When (`performance.now()`) `url` first answered with success. @throws Error when the process ends before, or after a minute */
export async function firstAnswer(url: string, { process: child }: Pick<Child, 'process'>): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const isOk = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      async response => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (isOk) return performance.now();
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended before ${url} answered`);
    await sleep(10);
  }
  throw new Error(`${url} does not answer`);
}
