import { atMost, timesFloor } from '../figure.ts';
import { median } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import type { BeforeClick } from './before-click.ts';
import type { Opening } from './opening.ts';
import type { PageKind } from './shop.ts';
import type { Transfer } from './visit.ts';

type Report = Bench['report'];

const MB = 1_000_000;
const kilobytes = (transfers: Transfer[]) => transfers.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;

/** Median of what each visit says. */
const middle = <T>(visits: T[], of: (visit: T) => number) => median(visits.map(of));
const most = <T>(visits: T[], of: (visit: T) => number) => Math.max(...visits.map(of));

/** Counts are the worst visit's; what time goes into is noisy, so that is the median's, script and heap minus the empty page's. */
export function reportBeforeClick(
  report: Report,
  { empty, lit, woodex }: Record<PageKind, BeforeClick[]>,
  litBytes: number,
): void {
  const long = ({ longScripts }: BeforeClick) => longScripts.length;
  const script = (visits: BeforeClick[]) =>
    Math.max(0, middle(visits, v => v.scriptMs) - middle(empty, v => v.scriptMs));
  const heap = (visits: BeforeClick[]) =>
    Math.max(0, middle(visits, v => v.heapBytes) - middle(empty, v => v.heapBytes)) / MB;
  const count = (figure: string, of: (visit: BeforeClick) => number, limit = 0) =>
    report({ figure, value: most(woodex, of), unit: '', aim: atMost(limit) });

  count('requests-before-click', v => v.transfers.length, 2);
  const bytes = most(woodex, v => kilobytes(v.transfers));
  report({ figure: 'brotli-before-click', value: bytes, unit: 'kB', floor: litBytes / 1000, aim: atMost(11.4) });
  count('cookies', v => v.cookies);
  count('storage-keys', v => v.storageKeys);
  count('layout-shift', v => v.layoutShift);
  report({ figure: 'long-tasks', value: middle(woodex, long), unit: '', floor: middle(lit, long), aim: atMost(0) });
  report({ figure: 'script-time', value: script(woodex), unit: 'ms', floor: script(lit), aim: timesFloor(2) });
  report({ figure: 'heap-before-open', value: heap(woodex), unit: 'MB', floor: heap(lit), aim: atMost(0.5) });
}

type Openings = Record<'lit' | 'woodex', Opening[]>;

/** `watched`: heaps of the page alone, watched alike. */
export function reportOpenings(report: Report, fast: Openings, slow: Openings, watched: number[]): void {
  const page = median(watched);
  const pair = ({ lit, woodex }: Openings, of: (opening: Opening) => number) => ({
    value: middle(woodex, of),
    floor: middle(lit, of),
  });
  const heap = pair(fast, v => Math.max(0, v.heapBytes - page) / MB);
  report({ figure: 'heap-after-open', ...heap, unit: 'MB', aim: atMost(1.5) });
  report({ figure: 'bubble-visible', ...pair(fast, v => v.bubbleMs), unit: 'ms', aim: timesFloor(1.15) });
  report({ figure: 'bubble-visible-slow-4g', ...pair(slow, v => v.bubbleMs), unit: 'ms', aim: timesFloor(1.15) });
  report({ figure: 'click-to-input', ...pair(fast, v => v.inputMs), unit: 'ms', aim: atMost(100) });
  report({ figure: 'longest-click-event', ...pair(fast, v => v.clickEventMs), unit: 'ms', aim: atMost(100) });
  report({ figure: 'click-to-frame-slow-4g', ...pair(slow, v => v.frameMs), unit: 'ms', aim: atMost(50) });
  report({ figure: 'click-to-input-slow-4g', ...pair(slow, v => v.inputMs), unit: 'ms', aim: atMost(650) });
}

export function reportConversation(report: Report, transfers: Transfer[]): void {
  const code = transfers.filter(({ type }) => type === 'script' || type === 'stylesheet');
  const fonts = transfers.filter(({ type }) => type === 'font');
  const others = transfers.filter(transfer => !code.includes(transfer) && !fonts.includes(transfer));
  report({ figure: 'brotli-answering', value: kilobytes(code), unit: 'kB', aim: atMost(30) });
  report({ figure: 'code-requests-answering', value: code.length, unit: '', aim: atMost(4) });
  report({ figure: 'fonts', value: fonts.length, unit: '', aim: atMost(0) });
  report({ figure: 'api-calls-answering', value: others.length, unit: '' });
}
