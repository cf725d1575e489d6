import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../bff/db/embedded.ts';
import { buildIfNeeded } from '../../scripts/build.ts';
import { atMost } from '../figure.ts';
import { ROOT } from '../parts/child.ts';
import { tempFolder } from '../parts/temp-folder.ts';
import type { Scope } from '../scope.ts';
import { median } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { allAnswer, type Demo, demoIn, runProgram, startProgram } from './demo-run.ts';

const MOST_ROUNDS = 5;

/** How long somebody waits who starts the demo: again, and for the first time in a fresh clone. */
export async function measureStart({ options, scope, report, note }: Bench): Promise<void> {
  buildIfNeeded();
  const rounds = Math.min(options.rounds, MOST_ROUNDS);
  const demo = await demoIn(await tempFolder(scope));
  const postgresFolder = await tempFolder(scope);
  note('first start, to have data');
  await timeStart(scope, demo);
  await timePostgres(scope, postgresFolder);
  const times = { warm: [] as number[], postgres: [] as number[], node: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    note(`round ${round} of ${rounds}`);
    times.node.push(timeNode());
    times.postgres.push(await timePostgres(scope, postgresFolder));
    times.warm.push(await timeStart(scope, demo));
  }
  const postgres = median(times.postgres);
  report({ figure: 'node-alone', value: median(times.node), unit: 's' });
  report({ figure: 'postgres-alone', value: postgres, unit: 's', floor: median(times.node) });
  report({ figure: 'warm-start', value: median(times.warm), unit: 's', floor: postgres, aim: atMost(5) });
  note('npm ci && npm start in a fresh clone');
  const { install, start } = await timeCold(scope);
  report({ figure: 'cold-npm-ci', value: install, unit: 's' });
  report({ figure: 'cold-install-and-start', value: install + start, unit: 's', floor: postgres, aim: atMost(60) });
}

async function timeStart(scope: Scope, demo: Demo): Promise<number> {
  return timed(async () => {
    const program = startProgram(scope, [process.execPath, 'scripts/start.ts'], { cwd: ROOT, env: demo.env });
    await allAnswer(demo, program);
    return () => program.stop();
  });
}

async function timePostgres(scope: Scope, dataDir: string): Promise<number> {
  return timed(async () => {
    const postgres = await startEmbeddedPostgres({ dataDir });
    // Stopping twice does no harm: the scope's is for a Ctrl-C in between.
    scope.defer(() => postgres.stop());
    return () => postgres.stop();
  });
}

const timeNode = (): number => {
  const begun = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return (performance.now() - begun) / 1000;
};

/** What is committed, as somebody gets it who clones it; npm takes from its cache what it has. */
async function timeCold(scope: Scope): Promise<{ install: number; start: number }> {
  if (!existsSync(join(ROOT, '.git'))) throw new Error('The cold start needs a git checkout to clone.');
  const clone = join(await tempFolder(scope), 'woodex');
  const demo = await demoIn(join(clone, '.data'));
  await runProgram(scope, ['git', 'clone', '--quiet', ROOT, clone], { cwd: ROOT, env: demo.env });
  const place = { cwd: clone, env: demo.env };
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const install = await timed(async () => {
    await runProgram(scope, [npm, 'ci', '--prefer-offline', '--no-audit', '--no-fund'], place);
    return async () => {};
  });
  const start = await timed(async () => {
    const program = startProgram(scope, [npm, 'start'], place);
    await allAnswer(demo, program);
    return () => program.stop();
  });
  return { install, start };
}

/** Seconds that `begin` takes; what it returns ends what it began, and is not counted. */
async function timed(begin: () => Promise<() => Promise<void>>): Promise<number> {
  const begun = performance.now();
  const end = await begin();
  const seconds = (performance.now() - begun) / 1000;
  await end();
  return seconds;
}
