import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorClass } from '../domain/error-class.ts';
import { explainError, isAmbiguousError } from './error-classes.ts';
import { ERROR_TABLE } from './error-table.ts';

/** The codes of Meta's page and its SDKs, by what a sender does about them. */
const classes: Record<ErrorClass, number[]> = {
  RB: [1, 2, 4, 613, 80007, 130429, 131000, 131016, 131056, 131057, 132069, 133000, 133004, 133015, 2494100],
  RL: [131049, 133016, 134101, 138005, 138009, 138012],
  NO: [
    130472, 130497, 131020, 131021, 131026, 131030, 131052, 131062, 131201, 131215, 132068, 137000, 138000, 138001,
    138002, 138003, 138006, 138018, 139100, 139103, 147001, 147005,
  ],
  FIX: [
    100, 131008, 131009, 131014, 131051, 131053, 131055, 132000, 132005, 132008, 132012, 132018, 134100, 135000, 200005,
    200007, 2388019, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299,
  ],
  TPL: [131047, 131063, 132001, 132007, 132015, 132016],
  SUP: [131050],
  STOPNUM: [
    33, 368, 131031, 131037, 131042, 131044, 131045, 131048, 131064, 133005, 133006, 133008, 133009, 133010, 134011,
    134102,
  ],
  AUTH: [0, 3, 10, 190, 200, 299, 131005],
};
for (const [errorClass, codes] of Object.entries(classes)) {
  for (const code of codes) {
    test(`${code} is ${errorClass}`, () => assert.equal(explainError(code, 400).errorClass, errorClass));
  }
}

test('no code is named twice, and each row is a sentence about what happened and one about what to do', () => {
  const spans = ERROR_TABLE.map(([codes]) => (typeof codes === 'number' ? ([codes, codes] as const) : codes));
  for (const [i, [from, to]] of spans.entries()) {
    assert.ok(from <= to && (i === 0 || spans[i - 1]![1] < from), `${from} is out of order`);
  }
  for (const [, , meaning, advice] of ERROR_TABLE) {
    assert.match(meaning, /^[A-Z].*\.$/);
    assert.match(advice, /^[A-Z].*\.$/);
  }
});

const unknown: [code: number | null, httpStatus: number, errorClass: ErrorClass][] = [
  [999999, 500, 'RB'],
  [999999, 503, 'RB'],
  [999999, 499, 'NO'],
  [999999, 401, 'AUTH'],
  [999999, 403, 'AUTH'],
  [999999, 400, 'NO'],
  [null, 400, 'NO'],
  [null, 500, 'RB'],
  [199, 400, 'NO'],
  [300, 400, 'NO'],
];
for (const [code, httpStatus, errorClass] of unknown) {
  test(`unknown ${code} with HTTP ${httpStatus} is ${errorClass}`, () => {
    assert.equal(explainError(code, httpStatus).errorClass, errorClass);
  });
}

const ambiguous: [code: number | null, httpStatus: number, ambiguous: boolean][] = [
  [131000, 500, true],
  [131000, 400, true],
  [131016, 500, true],
  [2, 503, true],
  [1, 400, false],
  [1, 500, true],
  [999999, 500, true],
  [null, 502, true],
  [999999, 400, false],
  [131057, 500, false],
  [133004, 503, false],
  [130429, 400, false],
];
for (const [code, httpStatus, open] of ambiguous) {
  test(`${code} with HTTP ${httpStatus} ${open ? 'leaves open' : 'says'} whether the message was taken`, () => {
    assert.equal(isAmbiguousError(code, httpStatus), open);
  });
}
