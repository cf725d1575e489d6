import { randomUUIDv7 } from 'node:crypto';
import type { JourneySource } from '../../contract/journey-event.ts';
import type { Browser } from '../db/browser-scope.ts';
import { listIdentities } from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';

/** The same account of the API and of a signed identity is one; each store counts its own. */
export const accountIdentity = (source: JourneySource, id: string) => ({
  id: randomUUIDv7(),
  kind: 'shop_account' as const,
  value: `${source === 'web' || source === 'woodex' ? 'api' : source}:${id}`,
  matchKey: null,
});

export type ShopAccount = ReturnType<typeof accountIdentity>;

export const hasAccount = async (tx: MerchantTx, customerId: string): Promise<boolean> =>
  (await listIdentities(tx, customerId)).some(({ kind }) => kind === 'shop_account');

/** Is this browser all of its customer, so that who sits there may take the customer along to an account? */
export const seesAll = ({ mayChat, scope }: Browser): boolean => mayChat && scope === null;
