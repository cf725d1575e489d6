import postgres from 'postgres';
import { SetupError } from './setup-error.ts';

type Known = { secret: string; resealing: string | null };

/**
 * Refuses a server whose secret is not the one that this database was set up with: it could open nothing that was sealed, would end
 * everybody's session, and take the app role away from the other nodes by giving it another password. With that secret among the
 * previous ones the database goes over to the new one, and the old one is needed until {@link noteResealed}.
 * @param fingerprint tells two secrets apart and tells nothing of either
 * @throws SetupError
 */
export async function assertSameSecret({
  ownerUrl,
  fingerprint,
  previous,
}: {
  ownerUrl: string;
  fingerprint: string;
  previous: string[];
}): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const known = await sql.begin(async tx => {
      // Of two nodes that start together, one is the first; migrating makes the same schema.
      await tx`select pg_advisory_xact_lock(hashtext('woodex migrations'))`;
      await tx`create schema if not exists migrations`;
      await tx`create table if not exists migrations.installation (secret_fingerprint text not null)`;
      await tx`alter table migrations.installation add column if not exists resealing_from text`;
      const [row] = await tx<Known[]>`
        select secret_fingerprint as secret, resealing_from as resealing from migrations.installation`;
      if (!row) await tx`insert into migrations.installation (secret_fingerprint) values (${fingerprint})`;
      const goesOver = row && row.secret !== fingerprint && previous.includes(row.secret) && row.resealing === null;
      if (!goesOver) return row ?? { secret: fingerprint, resealing: null };
      await tx`update migrations.installation set secret_fingerprint = ${fingerprint}, resealing_from = ${row.secret}`;
      return { secret: fingerprint, resealing: row.secret };
    });
    if (known.secret !== fingerprint) throw new SetupError(OTHER_SECRET);
    if (known.resealing !== null && !previous.includes(known.resealing)) throw new SetupError(STILL_NEEDED);
  } finally {
    await sql.end();
  }
}

/** Everything is sealed with the database's secret: the one before it is needed no more. */
export async function noteResealed(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`update migrations.installation set resealing_from = null`;
  } finally {
    await sql.end();
  }
}

const OTHER_SECRET =
  'This database was set up with another secret: set WOODEX_SECRET to that one, or bring back its secret.key. To change the secret, set WOODEX_SECRET_PREVIOUS to that one. If it is lost, run "delete from migrations.installation" as the owner; agents log in anew, and WhatsApp must be connected again.';
const STILL_NEEDED =
  'The secret was changed and not everything is sealed with the new one yet: set WOODEX_SECRET_PREVIOUS to the one before it until the log says that it can go.';
