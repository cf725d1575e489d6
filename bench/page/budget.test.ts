import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { buildIfNeeded } from '../../scripts/build.ts';
import { type BundleSize, measureBundle } from './bundle-size.ts';

describe('the budget of the page', () => {
  let size: BundleSize;
  before(() => {
    buildIfNeeded();
    size = measureBundle(join(import.meta.dirname, '../../dist/sdk'));
  });

  it('is at most 8.5 kB and one request for the bubble', () => {
    assert.ok(size.closed.bytes <= 8500, `${size.closed.bytes} bytes`);
    assert.equal(size.closed.requests, 1);
  });

  it('is at most 11.4 kB and two requests before any click, with the tracker, itself at most 3.5 kB', () => {
    assert.ok(size.idle.bytes <= 11_400, `${size.idle.bytes} bytes`);
    const more = size.idle.bytes - size.closed.bytes;
    assert.ok(more > 0 && more <= 3500, `${more} bytes`);
    assert.equal(size.idle.requests, 2);
  });

  it('is at most 2 kB and one request more once the shopper agrees', () => {
    const more = size.agreed.bytes - size.idle.bytes;
    assert.ok(more > 0 && more <= 2000, `${more} bytes`);
    assert.equal(size.agreed.requests, 3);
  });

  it('is at most 30 kB and five requests with the panel open and answering', () => {
    assert.ok(size.open.bytes <= 30_000, `${size.open.bytes} bytes`);
    assert.ok(size.open.requests <= 5, `${size.open.requests} requests`);
  });
});
