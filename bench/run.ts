import { measureChat } from './chat/chat.ts';
import { measureDryRun } from './dry-run/dry-run.ts';
import { type Figure, judge } from './figure.ts';
import { measureIngest } from './ingest/ingest.ts';
import { measureLedger } from './ledger/ledger.ts';
import { type Options, readOptions } from './options.ts';
import { measurePage } from './page/page.ts';
import { toJsonLine, toTable } from './report.ts';
import { measureRules } from './rules/rules.ts';
import { Scope } from './scope.ts';
import { measureScore } from './score/score.ts';
import { measureStart } from './start/start.ts';
import { measureStreams } from './streams/streams.ts';
import type { Suite } from './suite.ts';
import { measureTimeline } from './timeline/timeline.ts';
import { measureTimers } from './timers/timers.ts';
import { measureWebhooks } from './webhooks/webhooks.ts';

const SUITES: Record<string, Suite> = {
  page: measurePage,
  chat: measureChat,
  ingest: measureIngest,
  score: measureScore,
  timeline: measureTimeline,
  ledger: measureLedger,
  streams: measureStreams,
  webhooks: measureWebhooks,
  timers: measureTimers,
  rules: measureRules,
  'dry-run': measureDryRun,
  start: measureStart,
};

let scope = new Scope();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted = true;
    void scope.close().then(() => process.exit(130));
  });
}

process.exitCode = await main();

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions(process.argv.slice(2), Object.keys(SUITES));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
  // Standard output is the result alone: what the build and the browser's search say goes beside it.
  console.log = console.error;
  const figures: Figure[] = [];
  let failed = false;
  for (const name of options.suites) failed = !(await runSuite(name, options, figures)) || failed;
  if (!options.json) process.stdout.write(`\n${toTable(figures)}`);
  return failed || (options.strict && figures.some(({ ok }) => ok === false)) ? 1 : 0;
}

async function runSuite(name: string, options: Options, figures: Figure[]): Promise<boolean> {
  scope = new Scope();
  const note = (text: string) => console.error(`${name}: ${text}`);
  try {
    await SUITES[name]!({
      options,
      scope,
      note,
      report(measured) {
        const figure = judge(name, measured);
        figures.push(figure);
        if (options.json) process.stdout.write(toJsonLine(figure));
      },
    });
    return true;
  } catch (error) {
    if (!interrupted) console.error(`${name} could not run:`, error);
    return false;
  } finally {
    await scope.close();
  }
}
