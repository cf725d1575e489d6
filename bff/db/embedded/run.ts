import { spawn } from 'node:child_process';
import type { Home } from './home.ts';

/** What a Postgres program needs of us: its user, a folder that user may enter, and an environment without surprises. */
export const spawnOptions = (home: Home) => ({
  cwd: home.dir,
  env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', SystemRoot: process.env.SystemRoot },
  ...(home.uid === undefined ? {} : { uid: home.uid, gid: home.uid }),
});

/** Runs a program to its end. Never rejects: a program that cannot be run has `code` -1 and says so in `output`. */
export function run(home: Home, program: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise(resolve => {
    let output = '';
    const child = spawn(program, args, { ...spawnOptions(home), stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
    child.on('error', error => resolve({ code: -1, output: error.message }));
    child.on('close', code => resolve({ code: code ?? -1, output }));
  });
}
