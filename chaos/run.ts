import { Scope } from '../bench/scope.ts';
import { DEFENCES } from './defences.ts';
import { missEachDefence } from './each-defence.ts';
import { runChaos } from './harness.ts';
import { BadOptions, type ChaosOptions, readOptions } from './options.ts';
import { brokenPromises, toJson, toTable } from './report.ts';

let scope = new Scope();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void scope.close().then(() => process.exit(130)));

process.exitCode = await main();

/** 0: every promise kept, or with `--each-defence` each missed that was taken out; 1: one was not; 2: bad arguments. */
async function main(): Promise<number> {
  let options: ChaosOptions;
  try {
    options = readOptions(
      process.argv.slice(2),
      DEFENCES.map(({ name }) => name),
    );
  } catch (error) {
    if (!(error instanceof BadOptions)) throw error;
    console.error(error.message);
    return 2;
  }
  if (options.eachDefence) {
    const isAsExpected = await missEachDefence({
      write: text => process.stdout.write(text),
      onScope: next => {
        scope = next;
      },
    });
    return isAsExpected ? 0 : 1;
  }
  try {
    const outcome = await runChaos(options, scope, text => console.error(`chaos: ${text}`));
    process.stdout.write(options.json ? toJson(options, outcome) : toTable(options, outcome));
    return brokenPromises(outcome).length === 0 ? 0 : 1;
  } finally {
    await scope.close();
  }
}
