import type postgres from 'postgres';
import postgresClient from 'postgres';
import { startPostgres, startServer } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import { startSimulator } from '../parts/simulator.ts';
import type { Scope } from '../scope.ts';

/** A number of the shop's; `id` is ours, the other one Meta's. */
export type Line = { id: string; phoneNumberId: string };
export type World = Awaited<ReturnType<typeof startWorld>>;

export const ACCOUNT = {
  accessToken: 'access-token-of-the-bench',
  appSecret: 'app-secret-of-the-bench',
  verifyToken: 'verify-token-of-the-bench',
  wabaId: 'waba-of-the-bench',
};
const NUMBERS = 4;
const OFFER = {
  name: 'offer',
  language: 'en',
  category: 'MARKETING',
  components: [{ type: 'BODY', text: 'An offer.' }],
};

/** The real server and, as its WhatsApp, a simulator that answers at once; four numbers are connected. */
export async function startWorld(scope: Scope, profile: string | undefined) {
  const [ownerUrl, simulator] = await Promise.all([startPostgres(scope), startSimulator(scope)]);
  const numbers = Array.from({ length: NUMBERS }, (_, n) => ({
    phoneNumberId: `10654000000${n}`,
    displayPhoneNumber: `+1 555 010 000${n}`,
  }));
  const env = {
    WHATSAPP_API_URL: simulator.url,
    WOODEX_DEMO_WHATSAPP: JSON.stringify({ ...ACCOUNT, numbers }),
    DATABASE_POOL: '16',
  };
  const server = await startServer(scope, { ownerUrl, live: 'process', profile, env });
  await simulator.drive('PUT', '/faults', { adoptUnknown: true });
  /** Meta's side of the account. Webhooks come only when it is subscribed. */
  const account = (subscribed: boolean, throughput: number) =>
    simulator.drive('PUT', '/account', {
      ...ACCOUNT,
      webhookUrl: `${server.url}/webhooks/whatsapp`,
      subscribed,
      numbers: numbers.map(number => ({ ...number, verifiedName: 'Bench', throughput })),
      templates: [OFFER],
    });
  const owner = postgresClient(ownerUrl, { max: 1, onnotice: () => {} });
  scope.defer(() => owner.end());
  await owner`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, false)`;
  const lines = await owner<Line[]>`
    select id, phone_number_id as "phoneNumberId" from whatsapp_numbers order by phone_number_id`;
  /** What the ledger believes that each number may send a second. */
  const throughput = async (perSecond: number) => {
    await owner`update whatsapp_numbers set throughput = ${perSecond}`;
    await owner`update queue.lanes set pace = ${perSecond}, next_at = now()`;
  };
  return { ownerUrl, owner, simulator, server, lines, account, throughput };
}

/** How many messages wait to be sent. */
export async function queued(owner: postgres.Sql): Promise<number> {
  const [row] = await owner<{ n: number }[]>`select count(*)::int as n from queue.sends`;
  return row!.n;
}
