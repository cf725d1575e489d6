import postgres from 'postgres';

/** Opens and seals what is kept for the whole installation. */
type Keeper = { seal(plain: string): Buffer; open(sealed: Buffer): string; isNewest(sealed: Buffer): boolean };

/**
 * The key by which somebody who was erased is told again. It must outlive a change of the secret, since nobody could make the receipts
 * anew: it is made once, and kept sealed.
 * @param first what it is where none is kept yet
 */
export async function keptReceiptKey(ownerUrl: string, keeper: Keeper, first: Buffer): Promise<Buffer> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    return await sql.begin(async tx => {
      await tx`select pg_advisory_xact_lock(hashtext('woodex migrations'))`;
      await tx`alter table migrations.installation add column if not exists receipt_key bytea`;
      const [row] = await tx<{ sealed: Buffer | null }[]>`select receipt_key as sealed from migrations.installation`;
      const key = row?.sealed ? keeper.open(row.sealed) : first.toString('base64');
      if (!row?.sealed || !keeper.isNewest(row.sealed))
        await tx`update migrations.installation set receipt_key = ${keeper.seal(key)}`;
      return Buffer.from(key, 'base64');
    });
  } finally {
    await sql.end();
  }
}
