import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

export type Browser = { executablePath: string; args: string[] };

/**
 * A Chromium that starts: `CHROME_PATH`, Playwright's own, one on this machine, or else one that it installs, saying so.
 * `args` make it quiet; as root they switch its sandbox off, without which it would not start.
 */
export async function findBrowser(): Promise<Browser> {
  const executablePath = findInstalled() ?? installByPlaywright() ?? installByApt();
  if (!executablePath) {
    throw new Error('No Chrome or Chromium found, and none could be installed: install one, or set CHROME_PATH to it.');
  }
  return { executablePath, args: [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] };
}

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function findInstalled(): string | undefined {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!starts(chosen)) throw new Error(`CHROME_PATH is ${chosen}, which does not start.`);
    return chosen;
  }
  return [chromium.executablePath(), ...usualPlaces()].find(starts);
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return apps.map(name => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return folders.flatMap(folder => (folder ? programs.map(program => join(folder, program)) : []));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return names.flatMap(name => folders.map(folder => join(folder, name)));
}

/** There may be a file that is no browser: Ubuntu's stub for a snap, or one whose libraries are missing. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  // On Windows the flag is not known and would open a window.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
}

function installByPlaywright(): string | undefined {
  console.log('No Chrome or Chromium found: downloading the one of Playwright …');
  const cli = join(import.meta.dirname, '../node_modules/playwright/cli.js');
  const installed = run(process.execPath, [cli, 'install', 'chromium']);
  if (installed && starts(chromium.executablePath())) return chromium.executablePath();
  console.log(installed ? 'It does not start here.' : 'That download failed.');
  return undefined;
}

function installByApt(): string | undefined {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) return undefined;
  const root = process.getuid?.() === 0;
  if (!root && spawnSync('sudo', ['-n', 'true']).status !== 0) return undefined;
  console.log('Installing the package chromium by apt-get …');
  const apt = (...args: string[]) => {
    const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return root ? run(command[0]!, command.slice(1)) : run('sudo', ['-n', ...command]);
  };
  if (!apt('update', '-qq')) console.log('apt-get update failed; trying with the lists at hand.');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation');
  return usualPlaces().find(starts);
}

const run = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 }).status === 0;
