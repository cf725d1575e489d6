import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { tempFolder } from '../bench/parts/temp-folder.ts';
import type { Scope } from '../bench/scope.ts';
import { type Defence, ROOT, replaceAll } from './defences.ts';

/** What each process of ours runs. */
export type Programs = { worker: string; web: string };

/**
 * Writes each process' own code and the product's into one file, without a defence if one is named: it is loaded in a tenth of the
 * time, and with two kills a second loading is what this machine would do most of the time.
 */
export async function bundlePrograms(scope: Scope, without: Defence | null): Promise<Programs> {
  const outdir = await tempFolder(scope);
  await build({
    entryPoints: ['worker', 'web'].map(name => join(ROOT, `chaos/processes/${name}.ts`)),
    ...{ outdir, bundle: true, platform: 'node', format: 'esm', outExtension: { '.js': '.mjs' }, logLevel: 'error' },
    // Of the packages some still ask for others by `require`.
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    plugins: without ? [leaveOut(without)] : [],
  });
  return { worker: join(outdir, 'worker.mjs'), web: join(outdir, 'web.mjs') };
}

/** Takes a defence out of the source text as it is read. */
const leaveOut = ({ edits }: Defence): Plugin => ({
  name: 'leave-out',
  setup({ onLoad }) {
    for (const [file, own] of Map.groupBy(edits, ({ file }) => file)) {
      const path = join(ROOT, file);
      onLoad({ filter: /\.ts$/ }, async args =>
        args.path === path ? { contents: replaceAll(await readFile(path, 'utf8'), own), loader: 'ts' } : undefined,
      );
    }
  },
});
