import postgres from 'postgres';
import { SetupError } from './setup-error.ts';

/**
 * Refuses a server whose secret is not the one that this database was set up with: it could open nothing that was sealed, would end
 * everybody's session, and take the app role away from the other nodes by giving it another password.
 * @param fingerprint tells two secrets apart and tells nothing of either
 * @throws SetupError
 */
export async function assertSameSecret({
  ownerUrl,
  fingerprint,
}: {
  ownerUrl: string;
  fingerprint: string;
}): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const known = await sql.begin(async tx => {
      // Of two nodes that start together, one is the first; migrating makes the same schema.
      await tx`select pg_advisory_xact_lock(hashtext('woodex migrations'))`;
      await tx`create schema if not exists migrations`;
      await tx`create table if not exists migrations.installation (secret_fingerprint text not null)`;
      const [row] = await tx<{ secret: string }[]>`select secret_fingerprint as secret from migrations.installation`;
      if (!row) await tx`insert into migrations.installation (secret_fingerprint) values (${fingerprint})`;
      return row?.secret ?? fingerprint;
    });
    if (known === fingerprint) return;
  } finally {
    await sql.end();
  }
  throw new SetupError(
    'This database was set up with another secret: set WOODEX_SECRET to that one, or bring back its secret.key. If it is lost, run "delete from migrations.installation" as the owner; agents log in anew, and WhatsApp must be connected again.',
  );
}
