import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const SOURCES = ['sdk', 'admin', 'contract', 'rollup.config.ts', 'tsconfig.json', 'package-lock.json'];

/** Builds sdk and admin unless `dist` is newer than everything it is made of. Throws with rollup's output. */
export function buildIfNeeded(): void {
  // A build that failed halfway leaves one of them old or missing.
  const built = Math.min(newest('dist/sdk'), newest('dist/admin'));
  if (SOURCES.every(source => newest(source) < built)) return;
  console.log('Building sdk and admin …');
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
}

/** When the last change was, in milliseconds; 0 if there is nothing. Tests are no part of what is built. */
function newest(path: string): number {
  const full = join(root, path);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const files = readdirSync(full, { recursive: true, withFileTypes: true }).filter(
    entry => entry.isFile() && !entry.name.endsWith('.test.ts'),
  );
  return Math.max(0, ...files.map(file => statSync(join(file.parentPath, file.name)).mtimeMs));
}
