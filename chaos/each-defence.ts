import { Scope } from '../bench/scope.ts';
import { CONTROLS, DEFENCES } from './defences.ts';
import { runChaos } from './harness.ts';
import { readOptions } from './options.ts';
import { brokenPromises } from './report.ts';

type Output = { write: (text: string) => void; onScope: (scope: Scope) => void };

/**
 * First keeps every promise with all defences up; then takes out one after the other, each in the smallest run that shows it. A line for
 * each. True: nothing was broken with all of them, and every one of them was missed.
 */
export async function missEachDefence(output: Output): Promise<boolean> {
  let isAsExpected = true;
  for (const args of CONTROLS) {
    const broken = await runOnce('nothing', [...args], output, 'every promise kept');
    isAsExpected &&= broken.length === 0;
  }
  for (const { name, shownBy } of DEFENCES) {
    const broken = await runOnce(name, [...shownBy, '--without', name], output, 'NOT MISSED');
    isAsExpected &&= broken.length > 0;
  }
  return isAsExpected;
}

async function runOnce(name: string, args: string[], { write, onScope }: Output, ifKept: string): Promise<string[]> {
  const scope = new Scope();
  onScope(scope);
  try {
    const outcome = await runChaos(readOptions(args, [name]), scope, () => {});
    const broken = brokenPromises(outcome);
    const { kills, outlasted } = outcome.strikes;
    const what = `${name.padEnd(16)} ${outcome.seconds.toFixed(0).padStart(4)} s, ${kills} kills, ${outlasted} outlasted`;
    write(`${what}  ${broken.length > 0 ? broken.join(', ') : ifKept}\n`);
    return broken;
  } finally {
    await scope.close();
  }
}
