import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { addContacts, findCustomerByContact } from './customer-contacts.ts';
import { addIdentities, findCustomersByIdentity, insertCustomer } from './customers.ts';
import { findFormerOwner, passOnPhone } from './former-phones.ts';
import { withMerchant } from './merchant-tx.ts';
import { findAddress } from './told-phones.ts';

const DIGITS = '5511987654321';
const KEY = `+${DIGITS}`;
const later = new Date(NOW.getTime() + 1000);

describe('a phone that was passed on', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  it('is neither name nor address of who had it, in any form, whether proven, told by a shop or typed', async () => {
    const merchantId = await seedMerchant(test.appDb);
    await withMerchant(test.appDb, merchantId, async tx => {
      const id = randomUUIDv7();
      await insertCustomer(tx, { id, kind: 'known', now: NOW });
      const forms = [DIGITS, '551187654321'].map(value => ({
        ...{ id: randomUUIDv7(), kind: 'wa_id' as const, value, matchKey: KEY },
      }));
      const told = { id: randomUUIDv7(), kind: 'told_phone' as const, value: DIGITS, matchKey: null };
      await addIdentities(tx, id, [...forms, told], NOW);
      const typed = { kind: 'phone' as const, value: DIGITS, display: KEY };
      await addContacts(tx, id, [{ ...typed, id: randomUUIDv7() }], 'api', NOW);
      const found = async () => [
        (await findCustomersByIdentity(tx, forms)).length,
        await findAddress(tx, id),
        await findCustomerByContact(tx, [typed]),
      ];
      const [people, address, owner] = await found();
      assert.deepEqual([people, address !== null, owner], [1, true, id]);
      await passOnPhone(tx, id, KEY, NOW);
      assert.deepEqual(await found(), [0, null, null]);
      for (const { value } of forms) {
        assert.equal(await findFormerOwner(tx, value, NOW), id, 'what was written until then is theirs');
        assert.equal(await findFormerOwner(tx, value, later), null);
      }
    });
  });
});
