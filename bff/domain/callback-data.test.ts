import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryIdOf } from './callback-data.ts';

const ID = '01900000-0000-7000-8000-000000000001';

test('names the delivery, with or without the attempt', () => {
  for (const echoed of [ID, `${ID}/1`, `${ID}/12`]) assert.equal(deliveryIdOf(echoed), ID);
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
  test(`what is no id of ours names nothing: ${JSON.stringify(echoed)}`, () =>
    assert.equal(deliveryIdOf(echoed), null));
}
