import { parseArgs } from 'node:util';

export type Options = {
  suites: string[];
  json: boolean;
  strict: boolean;
  /** How often what is compared is measured in turn. */
  rounds: number;
  /** How many streams the suite `streams` opens. */
  streams: number;
  /** How many events the journey's tables hold in `ingest`, `score` and `timeline`; how much waits in `webhooks` and `ledger`. */
  rows: number;
  /** How many timers the suite `timers` has come due while processes are killed. */
  timers: number;
  /** How long webhooks come in the suite `webhooks`, and how long `ledger` keeps to 80 messages a second. */
  minutes: number;
  /** Folder for CPU profiles of the server; none are taken without it. */
  profile: string | undefined;
};

/** Reads the command line. @throws Error that says what is wrong with it */
export function readOptions(args: string[], known: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '7' },
      streams: { type: 'string', default: '5000' },
      rows: { type: 'string', default: '1000000' },
      timers: { type: 'string', default: '100000' },
      minutes: { type: 'string', default: '0.5' },
      profile: { type: 'string' },
    },
  });
  const unknown = positionals.find(name => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no suite "${unknown}". Suites: ${known.join(', ')}.`);
  return {
    suites: positionals.length > 0 ? known.filter(name => positionals.includes(name)) : known,
    json: values.json,
    strict: values.strict,
    rounds: count('rounds', values.rounds),
    streams: count('streams', values.streams),
    rows: count('rows', values.rows),
    timers: count('timers', values.timers),
    minutes: duration('minutes', values.minutes),
    profile: values.profile,
  };
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} is "${text}": give it a number from 1 on.`);
  return number;
}

function duration(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new Error(`--${name} is "${text}": give it a number above 0.`);
  return number;
}
