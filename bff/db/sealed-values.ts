import { type SQL, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { identityKeys, storeConnections, webhookEndpoints, whatsappApps, whatsappNumbers } from './schema/index.ts';

/** Every column that holds something sealed. A test reads the catalogue and finds what is missing here. */
export const SEALED_COLUMNS = [
  { table: whatsappApps, name: 'whatsapp_apps', column: 'app_secret' },
  { table: whatsappApps, name: 'whatsapp_apps', column: 'previous_app_secret' },
  { table: whatsappApps, name: 'whatsapp_apps', column: 'access_token' },
  { table: whatsappNumbers, name: 'whatsapp_numbers', column: 'access_token' },
  { table: storeConnections, name: 'store_connections', column: 'webhook_secret' },
  { table: storeConnections, name: 'store_connections', column: 'previous_webhook_secret' },
  { table: storeConnections, name: 'store_connections', column: 'api_credentials' },
  { table: identityKeys, name: 'identity_keys', column: 'secret' },
  { table: webhookEndpoints, name: 'webhook_endpoints', column: 'secret' },
  { table: webhookEndpoints, name: 'webhook_endpoints', column: 'previous_secret' },
] as const;
export type SealedColumn = (typeof SEALED_COLUMNS)[number];

const AT_ONCE = 100;

/** Up to 100 values that do not begin with `header`; locked, so that nobody changes them meanwhile. */
export async function lockSealedOtherwise(
  tx: MerchantTx,
  { table, column }: SealedColumn,
  header: Buffer,
): Promise<{ id: string; sealed: Buffer }[]> {
  const value = nameOf(column);
  const rows = await tx.execute<{ id: string; sealed: Buffer }>(sql`
    select id, ${value} as sealed from ${table}
    where ${ofMerchant(tx, table)} and ${value} is not null
      and substring(${value} from 1 for ${header.length}) <> ${header}
    order by id limit ${AT_ONCE} for update`);
  return [...rows];
}

export async function saveSealed(
  tx: MerchantTx,
  { table, column }: SealedColumn,
  id: string,
  sealed: Buffer,
): Promise<void> {
  await tx.execute(
    sql`update ${table} set ${nameOf(column)} = ${sealed} where ${ofMerchant(tx, table)} and id = ${id}`,
  );
}

const nameOf = (column: SealedColumn['column']): SQL => sql`${sql.identifier(column)}`;
