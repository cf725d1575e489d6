import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export type Part = {
  /** In front of each of its lines. */
  name: string;
  args: string[];
  env?: Record<string, string>;
};
export type Running = { part: Part; child: ChildProcess; exited: Promise<string> };

const root = join(import.meta.dirname, '..');
const WITH_PARENT = join(import.meta.dirname, 'end-with-parent.ts');
const WARNING = 40;

/**
 * Starts a part with our own Node. It has its own process group, so that Ctrl-C reaches it through us alone, and ends
 * by itself should we be killed.
 */
export function startPart(part: Part): Running {
  const child = spawn(process.execPath, ['--import', WITH_PARENT, ...part.args], {
    cwd: root,
    env: { ...process.env, ...part.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', line => print(part.name, line));
  }
  const drained = once(child, 'close');
  const exited = once(child, 'exit').then(async ([code, signal]) => {
    // Its last lines say why; a process that it left behind may keep the pipes open, so the wait is short.
    await Promise.race([drained, sleep(200)]);
    return signal ? `signal ${signal}` : `exit code ${code}`;
  });
  return { part, child, exited };
}

/** Asks it to end; after five seconds it is made to. */
export async function stopPart({ child, exited }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const force = setTimeout(() => child.kill('SIGKILL'), 5000);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(force);
}

/** A line of pino's is shown as text if somebody should read it, and left out if not; any other line as it is. */
function print(name: string, line: string): void {
  const entry = parseEntry(line);
  if (entry && entry.level < WARNING) return;
  const text = entry ? [entry.msg, entry.err?.message].filter(Boolean).join(': ') : line;
  if (text.trim() !== '') console.log(`${name.padEnd(9)} │ ${text}`);
}

type Entry = { level: number; msg?: string; err?: { message?: string } };

function parseEntry(line: string): Entry | undefined {
  if (!line.startsWith('{"level":')) return undefined;
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
