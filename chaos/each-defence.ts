import { Scope } from '../bench/scope.ts';
import { DEFENCES } from './defences.ts';
import { runChaos } from './harness.ts';
import { readOptions } from './options.ts';
import { brokenPromises } from './report.ts';

/**
 * Takes out one defence after the other, each in the smallest run that shows it, and writes a line for each. True: every one of them was
 * missed.
 */
export async function missEachDefence(
  write: (text: string) => void,
  onScope: (scope: Scope) => void,
): Promise<boolean> {
  let isEachMissed = true;
  for (const { name, shownBy } of DEFENCES) {
    const scope = new Scope();
    onScope(scope);
    try {
      const options = readOptions([...shownBy, '--without', name], [name]);
      const outcome = await runChaos(options, scope, () => {});
      const broken = brokenPromises(outcome);
      isEachMissed &&= broken.length > 0;
      const end = broken.length > 0 ? broken.join(', ') : 'NOT MISSED';
      write(`${name.padEnd(18)} ${outcome.seconds.toFixed(0).padStart(4)} s  ${end}\n`);
    } finally {
      await scope.close();
    }
  }
  return isEachMissed;
}
