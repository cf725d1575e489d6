import { join } from 'node:path';
import { SetupError } from '../bff/db/setup-error.ts';
import { describeDemo } from './demo.ts';
import { portProblem } from './ports.ts';
import { startPart, stopPart } from './processes.ts';

// As `npm start`, but a change rebuilds sdk and admin, or restarts the part that imports the changed file.

try {
  const demo = await describeDemo(process.env);
  const parts = [demo.simulator, demo.bff, demo.store];
  for (const { port, variable } of parts) {
    const problem = await portProblem(port, variable);
    if (problem) throw new SetupError(problem);
  }
  const rollup = join(import.meta.dirname, '../node_modules/rollup/dist/bin/rollup');
  const build = startPart({
    name: 'build',
    args: [rollup, '--config', 'rollup.config.ts', '--configPlugin', 'esbuild', '--watch', '--no-watch.clearScreen'],
  });
  const running = [build, ...parts.map(part => startPart({ ...part, args: ['--watch', ...part.args] }))];
  for (const { name, url } of parts) console.log(`${name.padEnd(9)} │ ${url}`);
  const stop = async () => {
    await Promise.all(running.map(stopPart));
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
