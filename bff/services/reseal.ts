import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { listMerchantIds } from '../db/merchants.ts';
import { lockSealedOtherwise, SEALED_COLUMNS, type SealedColumn, saveSealed } from '../db/sealed-values.ts';
import type { Sealer } from '../security/seal.ts';

/**
 * Seals with the newest key all that an older one has sealed, batch by batch. Ended anywhere and begun again, it goes on with what is
 * left; two at once do no harm. Returns how many values were sealed anew.
 * @throws SealError for what none of the keys opens
 */
export async function resealAll(db: Db, sealer: Sealer, signal = new AbortController().signal): Promise<number> {
  let total = 0;
  for (const merchantId of await listMerchantIds(db)) {
    for (const column of SEALED_COLUMNS) {
      for (let went = 1; went > 0 && !signal.aborted; total += went)
        went = await withMerchant(db, merchantId, tx => resealSome(tx, sealer, column));
    }
  }
  return total;
}

async function resealSome(tx: MerchantTx, sealer: Sealer, column: SealedColumn): Promise<number> {
  const values = await lockSealedOtherwise(tx, column, sealer.newestHeader);
  for (const { id, sealed } of values) {
    const place = { merchantId: tx.merchantId, table: column.name, column: column.column, rowId: id };
    await saveSealed(tx, column, id, sealer.seal(sealer.open(sealed, place), place));
  }
  return values.length;
}
