import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { failure } from './failure.ts';
import type { Home } from './home.ts';
import { readPidFile } from './pid-file.ts';
import { spawnOptions } from './run.ts';

const LOG_LIMIT = 10 * 1024 * 1024;
/** What goes away by itself: another program took the port first, or a killed server's processes are still ending. */
const PASSING = /could not bind|could not create any TCP|pre-existing shared memory block|lock file .* already exists/;

export type Postmaster = { port: number; exited: Promise<unknown> };

/** Starts the server and waits until it takes connections, crash recovery included. Without `port`, a free one. */
export async function startPostmaster(
  home: Home,
  binaries: Binaries,
  settings: Record<string, string>,
  port?: number,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const chosen = port ?? (await freePort());
    const log = await openLog(home);
    const child = spawn(binaries.bin('postgres'), argumentsFor(home, { ...settings, port: String(chosen) }), {
      ...spawnOptions(home),
      // Its own process group: Ctrl-C in the terminal must not reach it before we stop it in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    closeSync(log.fd);
    child.unref();
    const exited = Promise.race([once(child, 'exit'), once(child, 'error')]).catch((error: unknown) => error);
    if (await becomesReady(home, child, exited)) return { port: chosen, exited };
    const output = (await readFile(log.path, 'utf8')).slice(log.start);
    if (attempt === 40 || !PASSING.test(output)) throw failure(home, output);
    await sleep(250);
  }
}

const argumentsFor = (home: Home, settings: Record<string, string>): string[] => [
  '-D',
  home.data,
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

async function becomesReady(home: Home, child: ChildProcess, exited: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!ended) {
    const running = await readPidFile(home);
    if (running?.pid === child.pid && running?.status === 'ready') return true;
    await sleep(20);
  }
  return false;
}

async function openLog(home: Home): Promise<{ path: string; fd: number; start: number }> {
  const path = join(home.dir, 'postgres.log');
  const size = await stat(path).then(
    stats => stats.size,
    () => 0,
  );
  if (size > LOG_LIMIT) await rename(path, `${path}.old`);
  return { path, fd: openSync(path, 'a', 0o600), start: size > LOG_LIMIT ? 0 : size };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : freePort();
}
