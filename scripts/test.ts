import { spawn } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../bff/db/embedded.ts';
import { isBuilt } from './built.ts';
import type { Counts } from './reporters/counts.ts';

type Command = { program: string; args: string[]; env?: Record<string, string> };
type Step = {
  name: string;
  /** `npm test -- GROUP` runs the steps of that group alone. */
  groups: ('check' | 'server' | 'browser' | 'e2e')[];
  /** Does it run tests, so that running none is a failure? */
  counts: boolean;
  command: (files: string[]) => Command;
  around?: (run: (env: Record<string, string>) => Promise<number>) => Promise<number>;
};
type Outcome = Counts & { name: string; ok: boolean; note: string; seconds: number };

const root = join(import.meta.dirname, '..');
const bin = (name: string, ...args: string[]): Command => ({ program: join(root, 'node_modules/.bin', name), args });
const SERVER_TESTS = ['contract', 'bff', 'whatsapp-simulator', 'demo-store', 'scripts', 'bench', 'chaos'].map(
  folder => `${folder}/**/*.test.ts`,
);

const steps: Step[] = [
  { name: 'types', groups: ['check'], counts: false, command: () => bin('tsc', '--noEmit') },
  { name: 'lint and format', groups: ['check'], counts: false, command: () => bin('biome', 'check', '.') },
  { name: 'build', groups: ['server', 'e2e'], counts: false, command: build },
  { name: 'server', groups: ['server'], counts: true, command: nodeTest, around: withPostgres },
  { name: 'browser', groups: ['browser'], counts: true, command: files => bin('web-test-runner', ...files) },
  { name: 'e2e', groups: ['e2e'], counts: true, command: files => bin('playwright', 'test', ...files) },
];

function nodeTest(files: string[]): Command {
  const chosen = files.length > 0 ? files : globSync(SERVER_TESTS, { cwd: root });
  const reporters = [
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/reporters/node.ts',
    '--test-reporter-destination=stderr',
  ];
  return {
    program: process.execPath,
    args: ['--test', '--test-concurrency=2', '--test-timeout=180000', ...reporters, ...chosen],
  };
}

function build(): Command {
  return bin('rollup', '--config', 'rollup.config.ts', '--configPlugin', 'esbuild', '--silent');
}

/** One server for all test files; `TEST_DATABASE_URL` may name another. */
async function withPostgres(run: (env: Record<string, string>) => Promise<number>): Promise<number> {
  if (process.env.TEST_DATABASE_URL) return run({});
  const dataDir = mkdtempSync(join(tmpdir(), 'woodex-test-'));
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  try {
    return await run({ TEST_DATABASE_URL: server.superuserUrl });
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

let interrupted = false;
let stopChild = (): unknown => undefined;

async function runStep(step: Step, files: string[]): Promise<Outcome> {
  console.log(`\n── ${step.name}`);
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'woodex-counts-'));
  const countsFile = join(folder, 'counts.json');
  const around = step.around ?? (run => run({}));
  const code = await around(env => execute(step.command(files), { ...env, TEST_COUNTS_FILE: countsFile })).catch(
    error => {
      console.error(String(error));
      return 1;
    },
  );
  const counts = readCounts(countsFile);
  rmSync(folder, { recursive: true });
  const ran = counts.passed + counts.failed;
  const none = step.counts && ran === 0;
  const ok = code === 0 && counts.failed === 0 && !none;
  if (!ok && counts.failed === 0) counts.failed = 1;
  const note = none ? '0 tests ran' : code !== 0 ? `exit code ${code}` : '';
  return { ...counts, name: step.name, ok, note, seconds: (performance.now() - started) / 1000 };
}

function execute({ program, args, env }: Command, more: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
      env: { ...process.env, TZ: 'Pacific/Chatham', ...env, ...more },
    });
    stopChild = () => child.kill('SIGTERM');
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

const [group, ...files] = process.argv.slice(2);
const chosen = steps.filter(step => group === undefined || step.groups.some(name => name === group));
if (chosen.length === 0) {
  console.error(`npm test -- [${[...new Set(steps.flatMap(step => step.groups))].join('|')}] [file …]`);
  process.exit(2);
}

// Not simply ended: the step in progress first puts its Postgres away.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true;
    stopChild();
  });
}

// Whoever runs a few files again and again waits for a build only when there is something to build.
const isSkipped = ({ name }: Step) => name === 'build' && files.length > 0 && isBuilt(root);
const outcomes: Outcome[] = [];
for (const step of chosen)
  if (!interrupted && !isSkipped(step)) outcomes.push(await runStep(step, step.counts ? files : []));

const total = (key: keyof Counts) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
console.log('');
for (const { name, ok, note, passed, failed, skipped, seconds } of outcomes) {
  const columns = [
    ok ? 'ok    ' : 'FAILED',
    name.padEnd(16),
    `${passed} passed`.padStart(12),
    `${failed} failed`.padStart(10),
  ];
  console.log([...columns, `${skipped} skipped`.padStart(11), `${seconds.toFixed(1)} s`.padStart(8), note].join('  '));
}
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = !interrupted && outcomes.every(outcome => outcome.ok) ? 0 : 1;
