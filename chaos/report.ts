import type { Outcome } from './harness.ts';
import type { ChaosOptions } from './options.ts';
import { PROMISES } from './oracle.ts';

/** After a kill, what was claimed is in somebody's hands again within so many ms. */
const RESUME_WITHIN = 10_000;

/** Every promise that this run broke, in words. */
export function brokenPromises({ verdict, crashes, resumed }: Outcome): string[] {
  return [
    ...PROMISES.filter(promise => verdict[promise] > 0).map(promise => `${promise}: ${verdict[promise]}`),
    ...(crashes > 0 ? [`crashed: ${crashes}`] : []),
    ...(resumed.ms > RESUME_WITHIN ? [`resumed after ${seconds(resumed.ms)} s (${resumed.lay})`] : []),
  ];
}

export const toJson = (options: ChaosOptions, outcome: Outcome): string =>
  `${JSON.stringify({ ...options, ...outcome, broken: brokenPromises(outcome) })}\n`;

/** The same for people: one line a count. */
export function toTable(options: ChaosOptions, outcome: Outcome): string {
  const { verdict, strikes } = outcome;
  const rows: [string, string | number][] = [
    ['seed', options.seed],
    ['without', options.without ?? 'nothing: all defences are up'],
    ['webhooks lost', `${options.lostWebhooks * 100} %`],
    ['kills', `${strikes.kills}, ${strikes.webKills} of the web process`],
    ['freezes', `${strikes.freezes}, ${strikes.outlasted} longer than lease and settle time`],
    ['Postgres restarts', strikes.restarts],
    ['crashed', `${outcome.crashes} processes, of an error of their own`],
    ['seconds', outcome.seconds.toFixed(0)],
    ['queued', verdict.queued],
    ['sent', verdict.sent],
    ['refused', `${verdict.refused} to people who had opted out`],
    ['held', verdict.held],
    ['explained', `${verdict.explained} came twice, and the ledger says why`],
    ['lost', verdict.lost],
    ['doubled', verdict.doubled],
    ['wrongly sent', verdict.wronglySent],
    ['out of order', verdict.outOfOrder],
    ['misreported', verdict.misreported],
    ['stuck', verdict.stuck],
    ['resumed after', `${seconds(outcome.resumed.ms)} s at the longest (${outcome.resumed.lay ?? 'nothing lay'})`],
  ];
  const broken = brokenPromises(outcome);
  const end = broken.length === 0 ? 'every promise kept' : `BROKEN: ${broken.join(', ')}`;
  return `${rows.map(([name, value]) => `${name.padEnd(18)} ${value}`).join('\n')}\n${end}\n`;
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);
