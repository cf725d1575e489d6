import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEcho } from './callback-data.ts';

const ID = '01900000-0000-7000-8000-000000000001';

test('names the delivery, with or without the attempt', () => {
  assert.deepEqual(readEcho(ID), { deliveryId: ID, attempt: null });
  for (const attempt of [1, 12]) assert.deepEqual(readEcho(`${ID}/${attempt}`), { deliveryId: ID, attempt });
});

const strange = [
  '',
  '-'.repeat(36),
  `${ID} `,
  ID.replaceAll('-', ''),
  `${ID}/`,
  `${ID}/x`,
  `${ID}/1/2`,
  "' or true --",
  undefined,
];
for (const echoed of strange) {
  test(`what is no id of ours names nothing: ${JSON.stringify(echoed)}`, () => assert.equal(readEcho(echoed), null));
}
