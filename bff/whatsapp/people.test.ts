import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cardsIn, profileNameOf } from './people.ts';

describe('the cards that come with messages', () => {
  it('are read when they come, and not again, however many people are looked for', () => {
    let reads = 0;
    const card = (n: number) => ({
      get wa_id() {
        reads += 1;
        return `49151${String(n).padStart(6, '0')}`;
      },
    });
    const cards = cardsIn(Array.from({ length: 1000 }, (_, n) => card(n)));
    const read = reads;
    for (let n = 0; n < 1000; n++) cards.of({ waId: `49152${String(n).padStart(6, '0')}`, bsuid: `DE.${n}` });
    assert.equal(reads, read);
  });

  it('are found by the phone, then by the id, then by the other form of the phone; the first of several counts', () => {
    const [phone, id, form] = [{ wa_id: '5541988887777' }, { user_id: 'BR.1' }, { wa_id: '554188887777' }];
    const address = { waId: '5541988887777', bsuid: 'BR.1' };
    assert.equal(cardsIn([form, id, phone, { ...phone }]).of(address), phone);
    assert.equal(cardsIn([form, id, { ...id }]).of(address), id);
    assert.equal(cardsIn([form, { ...form }]).of(address), form);
    assert.equal(cardsIn([{ wa_id: '49151000001' }, 'x', null]).of(address), undefined);
  });

  it('name nobody by half an emoji', () => {
    assert.equal(profileNameOf({ profile: { name: `${'n'.repeat(199)}\u{1F600}` } }), `${'n'.repeat(199)}\uFFFD`);
  });
});
