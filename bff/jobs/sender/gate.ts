import { SECOND } from '../../domain/duration.ts';
import { mostInASecond } from '../../domain/lane-pace.ts';

/** A message that has passed. `took`: until its answer was there, in ms; null: it is not there yet. */
type Passed = { at: number; took: number | null };

type Line = {
  /** So many within a second. The little that `others` leave is for answers, so that one that comes finds room. */
  most: { urgent: number; others: number };
  /** Those that may count still. */
  passed: Passed[];
  /** How long an answer takes, in ms, as the last ones did; infinity before the first one. */
  usual: number;
  /** Answers by people, and whatever else. */
  urgent: (() => void)[];
  others: (() => void)[];
  timer: NodeJS.Timeout | undefined;
};

/**
 * `throughput`: messages a second that Meta allows the number. What it gives is to be called when the message is answered, whatever the
 * answer.
 */
export type Gate = (numberId: string, throughput: number, isUrgent: boolean) => Promise<() => void>;

/** How much each answer moves what is usual. */
const WEIGHT = 1 / 32;

/**
 * The last step before a request is written: never more of a number's messages in any second than Meta takes. Slots keep the pace; but
 * what was held up behind them, by a slow commit or a busy machine, would come in a heap. Meta counts what arrives: what is answered later
 * than usual may have been counted later, and keeps its place for that much longer. An answer by a person passes before what waits here.
 * @param now milliseconds of a clock that never goes back
 */
export function startGate(now: () => number = () => performance.now()): Gate {
  const lines = new Map<string, Line>();

  function pump(line: Line): void {
    clearTimeout(line.timer);
    line.timer = undefined;
    while (line.urgent.length + line.others.length > 0) {
      const next = line.urgent.length > 0 ? 'urgent' : 'others';
      const most = line.most[next];
      if (line.passed.length >= most) line.passed = line.passed.filter(one => freesAt(line, one, now()) > now());
      if (line.passed.length >= most) {
        const first = Math.min(...line.passed.map(one => freesAt(line, one, now())));
        line.timer = setTimeout(pump, Math.max(0, Math.ceil(first - now())), line);
        return;
      }
      line[next].shift()!();
    }
  }

  function pass(line: Line): () => void {
    const passed: Passed = { at: now(), took: null };
    line.passed.push(passed);
    return () => {
      passed.took = now() - passed.at;
      line.usual = Number.isFinite(line.usual) ? line.usual + (passed.took - line.usual) * WEIGHT : passed.took;
      pump(line);
    };
  }

  return (numberId, throughput, isUrgent) =>
    new Promise(resolve => {
      const line = lines.get(numberId) ?? newLine();
      lines.set(numberId, line);
      line.most = { urgent: throughput, others: mostInASecond(throughput) };
      (isUrgent ? line.urgent : line.others).push(() => resolve(pass(line)));
      if (isUrgent || !line.timer) pump(line);
    });
}

const newLine = (): Line => ({
  most: { urgent: 0, others: 0 },
  passed: [],
  usual: Number.POSITIVE_INFINITY,
  urgent: [],
  others: [],
  timer: undefined,
});

/** From when on it does not count any more: a second after Meta had it at the latest. */
function freesAt({ usual }: Line, { at, took }: Passed, now: number): number {
  const late = Math.max(0, (took ?? now - at) - usual);
  // Where answers take longer than a second, that one is not there says nothing.
  return at + SECOND + (took === null && usual >= SECOND ? 0 : late);
}
