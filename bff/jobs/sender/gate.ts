import { mostInASecond } from '../../domain/lane-pace.ts';

type Line = {
  most: number;
  /** When the last ones passed, as many as count. */
  passed: number[];
  /** Answers by people, and whatever else. */
  urgent: (() => void)[];
  others: (() => void)[];
  timer: NodeJS.Timeout | null;
};

/** `throughput`: messages a second that Meta allows the number. */
export type Gate = (numberId: string, throughput: number, isUrgent: boolean) => Promise<void>;

/**
 * The last step before a request is written: never more of a number's messages in any second than Meta takes. Slots keep the pace; but
 * what was held up behind them, by a slow commit or a busy machine, would come in a heap, and Meta counts what arrives. An answer by a
 * person passes before what waits here.
 * @param now milliseconds of a clock that never goes back
 */
export function startGate(now: () => number = () => performance.now()): Gate {
  const lines = new Map<string, Line>();

  function pump(line: Line): void {
    line.timer = null;
    while (line.urgent.length + line.others.length > 0) {
      line.passed.splice(0, line.passed.length - line.most);
      const wait = line.passed.length < line.most ? 0 : line.passed[0]! + 1000 - now();
      if (wait > 0) {
        line.timer = setTimeout(pump, wait, line);
        return;
      }
      line.passed.push(now());
      (line.urgent.shift() ?? line.others.shift()!)();
    }
  }

  return (numberId, throughput, isUrgent) =>
    new Promise(resolve => {
      const line = lines.get(numberId) ?? { most: 0, passed: [], urgent: [], others: [], timer: null };
      lines.set(numberId, line);
      line.most = mostInASecond(throughput);
      (isUrgent ? line.urgent : line.others).push(resolve);
      if (!line.timer) pump(line);
    });
}
