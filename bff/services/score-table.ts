import type { ScoreSettings, ScoreTable } from '../../contract/lead-score.ts';
import { markEverybody } from '../db/journey-marks.ts';
import { countScoredOtherwise, findScoreTable, insertScoreTable } from '../db/lead-scores.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { STANDARD_TABLE } from '../domain/lead-score.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';
import { isUniqueViolation } from './write-conflict.ts';

/** The table by which this merchant's leads are scored; version 0 comes with the product. */
export async function currentScoreTable(
  tx: MerchantTx,
): Promise<{ table: ScoreTable; version: number; changedAt: Date | null }> {
  const own = await findScoreTable(tx);
  return own
    ? { table: own.table, version: own.version, changedAt: own.createdAt }
    : { table: STANDARD_TABLE, version: 0, changedAt: null };
}

export const readScoreSettings = (db: Db, merchantId: string): Promise<ScoreSettings> =>
  withMerchant(db, merchantId, async tx => {
    const { table, version, changedAt } = await currentScoreTable(tx);
    const waiting = await countScoredOtherwise(tx, version);
    return { table, version, changedAt: changedAt?.toISOString() ?? null, waiting, standard: STANDARD_TABLE };
  });

/** From now on this table holds; everybody is scored anew in the background, after whatever happens meanwhile. */
export async function changeScoreTable(
  { db, live, now }: Context,
  merchantId: string,
  agentId: string,
  table: ScoreTable,
): Promise<ScoreSettings> {
  try {
    await withMerchant(db, merchantId, async tx => {
      const { version } = await currentScoreTable(tx);
      await insertScoreTable(tx, { table, version: version + 1, agentId, now });
      await markEverybody(tx, now);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Refusal(
      'conflict',
      'Somebody else has just changed the table. Look at theirs, and save again if yours is still wanted.',
    );
  }
  live.publish({ kind: 'work' });
  return readScoreSettings(db, merchantId);
}
