import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from '../scope.ts';

/** An empty folder that goes with the scope. Others may enter it: as root, Postgres runs as somebody else. */
export async function tempFolder(scope: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'woodex-bench-'));
  scope.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await chmod(folder, 0o755);
  return folder;
}
