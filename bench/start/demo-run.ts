import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../parts/child.ts';
import { freePort } from '../parts/free-port.ts';
import type { Scope } from '../scope.ts';

const LONGEST = 300_000;

/** The demo's three parts on ports of their own. */
export type Demo = { env: NodeJS.ProcessEnv; urls: string[] };

/** `folder` keeps the data. */
export async function demoIn(folder: string): Promise<Demo> {
  const [bff, store, simulator] = [await freePort(), await freePort(), await freePort()];
  return {
    env: {
      ...plainEnvironment(),
      WOODEX_DATA_DIR: folder,
      WOODEX_PORT: String(bff),
      WOODEX_STORE_PORT: String(store),
      WOODEX_SIMULATOR_PORT: String(simulator),
    },
    urls: [
      `http://127.0.0.1:${store}`,
      `http://127.0.0.1:${bff}/sdk/woodex.js`,
      `http://127.0.0.1:${bff}/admin`,
      `http://127.0.0.1:${simulator}`,
    ],
  };
}

/** Without what `npm run` and our own folder put into it: a checkout elsewhere must find its own programs. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ours = join(ROOT, 'node_modules/.bin');
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|config_local_prefix)|^(INIT_CWD|DATABASE_URL|WOODEX_.*)$/.test(name),
  );
  const path = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== ours);
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}

export type Program = { child: ChildProcess; exited: Promise<unknown>; stop(): Promise<void> };

/** Starts a program; it ends with the scope, in order if it can. Its output is shown only when it fails. */
export function startProgram(
  scope: Scope,
  [command, ...args]: [string, ...string[]],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Program & { output(): string } {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exited = once(child, 'exit');
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  // It leads a process group: what npm starts is reached as well.
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name);
    } catch {
      // The group is gone already.
    }
  };
  const stop = async () => {
    if (isGone()) return;
    signal('SIGTERM');
    const force = setTimeout(() => signal('SIGKILL'), 15_000);
    await exited;
    clearTimeout(force);
  };
  scope.defer(stop);
  return { child, exited, stop, output: () => Buffer.concat(chunks).toString() };
}

/** Runs a program to its end. @throws Error with its output unless it succeeds */
export async function runProgram(
  scope: Scope,
  command: [string, ...string[]],
  place: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const program = startProgram(scope, command, place);
  await program.exited;
  if (program.child.exitCode !== 0) throw new Error(`${command.join(' ')} failed:\n${program.output()}`);
}

/** Waits until all of the demo answers. @throws Error with its output if it ends before, or after five minutes */
export async function allAnswer({ urls }: Demo, program: ReturnType<typeof startProgram>): Promise<void> {
  const deadline = performance.now() + LONGEST;
  for (const url of urls) {
    while (!(await isAnswered(url))) {
      if (program.child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`${url} did not come to answer:\n${program.output()}`);
      }
      await sleep(20);
    }
  }
}

const isAnswered = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    async response => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );
