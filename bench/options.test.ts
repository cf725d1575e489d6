import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readOptions } from './options.ts';

const known = ['page', 'chat'];

it('runs every suite when none is named, and named ones once, in the usual order', () => {
  assert.deepEqual(readOptions([], known).suites, ['page', 'chat']);
  assert.deepEqual(readOptions(['chat', 'page', 'chat'], known).suites, ['page', 'chat']);
});

it('refuses a suite that does not exist, and names those that do', () => {
  assert.throws(() => readOptions(['pages'], known), /"pages".*page, chat/);
});

it('refuses rounds that are no number from 1 on', () => {
  for (const rounds of ['0', '1.5', 'many', '-1']) {
    assert.throws(() => readOptions([`--rounds=${rounds}`], known), /--rounds/, rounds);
  }
  assert.equal(readOptions(['--rounds', '3'], known).rounds, 3);
});

it('takes a part of a minute, and refuses none at all', () => {
  assert.equal(readOptions(['--minutes', '0.1'], known).minutes, 0.1);
  for (const minutes of ['0', '-1', 'long', 'Infinity']) {
    assert.throws(() => readOptions([`--minutes=${minutes}`], known), /--minutes/, minutes);
  }
});
