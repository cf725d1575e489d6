import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCsv } from './csv.ts';

const rows = (text: string) => readCsv(text).map(({ fields }) => fields);

test('fields are as spreadsheets write them: quotes hold commas, line ends and doubled quotes', () => {
  assert.deepEqual(rows('a,b\r\n"1,5","say ""hi""\nthere"\r\n'), [
    ['a', 'b'],
    ['1,5', 'say "hi"\nthere'],
  ]);
});

test('lines are counted as an editor counts them, empty ones too', () => {
  assert.deepEqual(
    readCsv('a,b\n\n"1\n2",x\n3,4').map(({ line }) => line),
    [1, 3, 5],
  );
});

test('semicolons, a byte order mark and no last line end are fine', () => {
  assert.deepEqual(rows('\ufeffa;b;c\n1,2;3;'), [
    ['a', 'b', 'c'],
    ['1,2', '3', ''],
  ]);
  assert.deepEqual(rows(''), []);
});
