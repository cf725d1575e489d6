import { expect } from '@open-wc/testing';
import { afterEach, describe, it } from '../testing/mocha.ts';
import { createSaved } from './saved.ts';

const NAME = 'woodex:test';
const outgoing = { clientId: 'a', text: 'hello', at: '2026-10-01T12:00:00Z' };

describe('what is saved', () => {
  afterEach(() => localStorage.removeItem(NAME));

  it('writes nothing by reading', () => {
    expect(createSaved(NAME, localStorage).read()).to.deep.include({ token: undefined, outbox: [] });
    expect(localStorage.getItem(NAME)).to.equal(null);
  });

  it('is read by another tab', () => {
    createSaved(NAME, localStorage).update(all => ({ ...all, token: 't', outbox: [outgoing] }));
    expect(createSaved(NAME, localStorage).read()).to.deep.include({ token: 't', outbox: [outgoing] });
  });

  for (const garbage of ['', '{', 'null', '7', '{"token":7,"outbox":{}}', '{"outbox":[null,{"clientId":1},7]}']) {
    it(`takes ${garbage || 'an empty text'} for nothing`, () => {
      localStorage.setItem(NAME, garbage);
      expect(createSaved(NAME, localStorage).read().outbox).to.deep.equal([]);
      expect(createSaved(NAME, localStorage).read().token).to.equal(undefined);
    });
  }

  it('lives in memory without storage, and when storage throws', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('', 'QuotaExceededError');
      },
    } as unknown as Storage;
    for (const storage of [undefined, full]) {
      const saved = createSaved(NAME, storage);
      saved.update(all => ({ ...all, token: 't' }));
      saved.update(all => ({ ...all, outbox: [outgoing] }));
      expect(saved.read()).to.deep.include({ token: 't', outbox: [outgoing] });
    }
  });
});
