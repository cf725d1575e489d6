import { lockLanesOfAccount } from '../db/lanes.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { addPortfolio, dropPortfolios, moveUsage, setPortfolio, takeKnownLimit } from '../db/portfolios.ts';

/**
 * Meta has told which business portfolio an account is of. From now on the portfolio's limit is what its numbers take from, and whom they
 * wrote to while the account stood in for it counts there. Nobody claims from them meanwhile, so nobody notes anything for the account any more.
 */
export async function learnPortfolio(tx: MerchantTx, wabaId: string, portfolioId: string): Promise<void> {
  await lockLanesOfAccount(tx, wabaId);
  await setPortfolio(tx, wabaId, portfolioId);
  if (portfolioId !== wabaId) await moveUsage(tx, wabaId, portfolioId);
  await takeKnownLimit(tx, portfolioId);
  await addPortfolio(tx, portfolioId);
  await dropPortfolios(tx);
}
