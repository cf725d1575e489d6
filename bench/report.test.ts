import assert from 'node:assert/strict';
import { it } from 'node:test';
import { atMost, judge, timesFloor } from './figure.ts';
import { toJsonLine, toTable } from './report.ts';

const figures = [
  judge('chat', { figure: 'agent → shopper p50', value: 6.5, unit: 'ms', floor: 1.3, aim: atMost(10) }),
  judge('page', { figure: 'script', value: 60, unit: 'ms', floor: 20, aim: timesFloor(2) }),
  judge('page', { figure: 'cookies', value: 0, unit: '' }),
];

it('lines up the columns, and says which aims are met', () => {
  assert.equal(
    toTable(figures),
    [
      'suite  figure                value   floor  ratio      aim',
      '─────  ───────────────────  ──────  ──────  ─────  ───────',
      'chat   agent → shopper p50  6.5 ms  1.3 ms     5×  ≤ 10 ms  ✓',
      'page   script                60 ms   20 ms     3×     ≤ 2×  ✗',
      'page   cookies                   0',
      '',
    ].join('\n'),
  );
});

it('writes each figure as one line of JSON with every field', () => {
  const line = toJsonLine(figures[2]!);
  assert.equal(line.indexOf('\n'), line.length - 1);
  assert.deepEqual(JSON.parse(line), {
    suite: 'page',
    figure: 'cookies',
    value: 0,
    unit: '',
    floor: null,
    ratio: null,
    aim: null,
    ok: null,
  });
});
