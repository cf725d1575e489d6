import { parseArgs } from 'node:util';

export type ChaosOptions = {
  /** Of everything that is drawn: the load, the kills, what Meta does wrong. */
  seed: number;
  sends: number;
  kills: number;
  /** Share of the webhooks that never come. */
  lostWebhooks: number;
  /** Share of the webhooks that come late, though within the settle time. */
  lateWebhooks: number;
  /** Share of the accepted messages that Meta declines afterwards, where all webhooks come. */
  declined: number;
  /** The defence that is switched off; see `defences.ts`. */
  without: string | null;
  /** Each defence is taken out once, in the run that shows it; the other options are its own then. */
  eachDefence: boolean;
  /** Whatever is not done by then is counted as stuck. */
  minutes: number;
  /** How long a status is waited for where an answer was lost, in seconds. */
  settle: number;
  /** How long a claim is good for, in seconds. */
  lease: number;
  json: boolean;
};

/** Something about the command line is wrong; the message says what. */
export class BadOptions extends Error {
  override readonly name = 'BadOptions';
}

/** Reads the command line. @throws BadOptions */
export function readOptions(args: string[], defences: readonly string[]): ChaosOptions {
  const values = parse(args);
  const without = values.without ?? null;
  if (without !== null && !defences.includes(without))
    throw new BadOptions(`There is no defence "${without}". Defences: ${defences.join(', ')}.`);
  return {
    seed: whole('seed', values.seed, 0),
    sends: whole('sends', values.sends, 1),
    kills: whole('kills', values.kills, 0),
    lostWebhooks: share('lost-webhooks', values['lost-webhooks']),
    lateWebhooks: share('late-webhooks', values['late-webhooks']),
    declined: share('declined', values.declined),
    without,
    eachDefence: values['each-defence'],
    minutes: positive('minutes', values.minutes),
    settle: positive('settle', values.settle),
    lease: positive('lease', values.lease),
    json: values.json,
  };
}

function parse(args: string[]) {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  try {
    return parseArgs({
      args,
      options: {
        seed: text('1'),
        sends: text('2000'),
        kills: text('40'),
        'lost-webhooks': text('0%'),
        'late-webhooks': text('20%'),
        declined: text('3%'),
        without: { type: 'string' },
        'each-defence': { type: 'boolean', default: false },
        minutes: text('10'),
        settle: text('60'),
        lease: text('5'),
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new BadOptions(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(number) && number >= least) return number;
  throw new BadOptions(`--${name} is "${text}": give it a whole number from ${least} on.`);
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new BadOptions(`--${name} is "${text}": give it a number above 0.`);
}

/** `5%` and `0.05` are the same. */
function share(name: string, text: string): number {
  const number = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== '' && number >= 0 && number < 1) return number;
  throw new BadOptions(`--${name} is "${text}": give it a share from 0% to below 100%.`);
}
