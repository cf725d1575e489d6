import postgres from 'postgres';

type Options = {
  ownerUrl: string;
  now: Date;
  /** How many months ahead of the current one. */
  ahead?: number;
};

const PARENT = 'customer_journey_events';

/**
 * Makes the months of the journey's table that are not there yet, from the one before `now` on. Owner's work: the server's role may
 * build nothing. Events whose ids were months ahead of the time wait in the default partition, and move into their month here. Several
 * starters may call this at once. Returns the names of the partitions it made.
 */
export async function makeJourneyPartitions({ ownerUrl, now, ahead = 3 }: Options): Promise<string[]> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {}, connection: { application_name: 'woodex-partitions' } });
  try {
    const made: string[] = [];
    for (let month = -1; month <= ahead; month += 1) {
      const name = await sql.begin(tx => makeMonth(tx, monthOf(now, month)));
      if (name) made.push(name);
    }
    return made;
  } finally {
    await sql.end();
  }
}

type Month = { name: string; from: string; to: string };

/** A month as the range of the UUIDv7 that were made in it: their first 48 bits are the milliseconds since 1970. */
export function monthOf(now: Date, offset: number): Month {
  const start = (months: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1);
  const first = new Date(start(offset));
  const name = `${PARENT}_${first.getUTCFullYear()}_${String(first.getUTCMonth() + 1).padStart(2, '0')}`;
  return { name, from: lowestId(start(offset)), to: lowestId(start(offset + 1)) };
}

function lowestId(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

async function makeMonth(tx: postgres.TransactionSql, { name, from, to }: Month): Promise<string | null> {
  await tx`select pg_advisory_xact_lock(hashtext('woodex journey partitions'))`;
  const [known] = await tx`select to_regclass(${`public.${name}`}) is not null as known`;
  if (known!.known) return null;
  await tx`set local lock_timeout = '5s'`;
  await tx.unsafe(`
    create table ${name} (like ${PARENT} including defaults including constraints);
    alter table ${name} enable row level security;
    alter table ${name} force row level security;
    create policy merchant on ${name}
      using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));`);
  await moveIn(tx, name, from, to);
  await tx.unsafe(`alter table ${PARENT} attach partition ${name} for values from ('${from}') to ('${to}')`);
  return name;
}

/** Row security binds the owner too, and would hide the rows that are to move: it is lifted within this transaction. */
async function moveIn(tx: postgres.TransactionSql, name: string, from: string, to: string): Promise<void> {
  const tables = [`${PARENT}_other`, name];
  for (const table of tables) await tx.unsafe(`alter table ${table} no force row level security`);
  await tx.unsafe(`
    with moved as (delete from ${PARENT}_other where id >= '${from}' and id < '${to}' returning *)
    insert into ${name} select * from moved`);
  for (const table of tables) await tx.unsafe(`alter table ${table} force row level security`);
}
