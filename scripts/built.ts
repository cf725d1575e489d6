import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['rollup.config.ts', 'package-lock.json', '{sdk,admin,contract}/**/!(*.test).{ts,css,html}'];
// Folders keep their times when what is in them is written anew.
const BUILT = 'dist/{sdk,admin}/**/*.js';

/** Is `dist` younger than everything it is made of? */
export function isBuilt(root: string): boolean {
  const times = (globs: string | string[]) =>
    globSync(globs, { cwd: root }).map(file => statSync(join(root, file)).mtimeMs);
  if (!existsSync(join(root, 'dist/sdk')) || !existsSync(join(root, 'dist/admin'))) return false;
  return Math.min(...times(BUILT)) > Math.max(...times(SOURCES));
}
