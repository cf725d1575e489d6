import type { Figure } from './figure.ts';

/** One object a line, for programs. */
export const toJsonLine = (figure: Figure): string => `${JSON.stringify(figure)}\n`;

const HEAD = ['suite', 'figure', 'value', 'floor', 'ratio', 'aim', ''];
const IS_NUMBER = [false, false, true, true, true, true, false];

/** A table for people: ✓ aim met, ✗ missed. */
export function toTable(figures: Figure[]): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (IS_NUMBER[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  const rule = HEAD.map((name, column) => (name ? '─'.repeat(widths[column]!) : '')).join('  ');
  return [line(HEAD), rule.trimEnd(), ...rows.slice(1).map(line), ''].join('\n');
}

const cells = ({ suite, figure, value, unit, floor, ratio, aim, ok }: Figure): string[] => [
  suite,
  figure,
  unit ? `${value} ${unit}` : String(value),
  floor === null ? '' : unit ? `${floor} ${unit}` : String(floor),
  ratio === null ? '' : `${ratio}×`,
  aim ?? '',
  ok === null ? '' : ok ? '✓' : '✗',
];
