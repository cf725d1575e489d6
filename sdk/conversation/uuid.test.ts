import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { uuidV7 } from './uuid.ts';

describe('uuidV7', () => {
  it('has the example of RFC 9562 right', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidV7(0x017f22e279b0, random)).to.equal('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('sorts by time', () => expect(uuidV7(1) < uuidV7(2)).to.equal(true));

  it('does not come twice', () => expect(new Set(Array.from({ length: 1000 }, () => uuidV7(1)))).to.have.length(1000));
});
