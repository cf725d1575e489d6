import { openDatabase } from '../../bff/db/connection.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { claimSends } from '../../bff/services/claim-sends.ts';
import { timesFloor } from '../figure.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import type { Scope } from '../scope.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { emptyQueue, fillCampaign, fillPeople, makeTemplate } from './fill.ts';
import { ACCOUNT, startWorld, type World } from './world.ts';

const FEW = 1_000;
const CLAIMS = 80;
/** The first ones, of a connection that has planned nothing. */
const WARM = 10;
const RULES = { lease: 60_000, settleTime: 120_000 };

/**
 * One claim from a number at 80 a second, with much queued and with little: in two databases and in turn, so that a moment in which the
 * disk is slow is in both.
 */
export async function measureClaims(
  long: World,
  people: number,
  { options, scope, report, note }: Bench,
): Promise<void> {
  const short = await startWorld(scope, undefined);
  await makeTemplate(short.owner, ACCOUNT.wabaId);
  await fillPeople(short.owner, 1, people);
  note(`filling ${options.rows} messages`);
  const claimOfMany = await claimer(long, { messages: options.rows, people }, scope);
  const claimOfFew = await claimer(short, { messages: FEW, people }, scope);
  const [many, few]: [number[], number[]] = [[], []];
  for (let n = 0; n < CLAIMS; n++) {
    few.push(await claimOfFew());
    many.push(await claimOfMany());
  }
  report({
    figure: `claim-with-${options.rows}-queued`,
    value: percentile(many.slice(WARM), 0.5),
    unit: 'ms',
    floor: percentile(few.slice(WARM), 0.5),
    aim: timesFloor(1.2),
  });
}

/** Queues so many messages, and makes what claims some of them and says how long that took, in ms. */
async function claimer(world: World, queue: { messages: number; people: number }, scope: Scope) {
  const { owner, lines, server, ownerUrl } = world;
  // It would claim beside us.
  await server.child.kill();
  const { appUrl } = await ensureAppRole({ ownerUrl, secret: server.secret });
  const { db, sql } = openDatabase(appUrl, { max: 1 });
  scope.defer(() => sql.end());
  const [line] = lines;
  await world.throughput(80);
  await emptyQueue(owner);
  await fillCampaign(owner, [line!], queue);
  // As a queue that has stood for a while: what a bulk load leaves behind is done before anything is measured.
  await owner`vacuum (analyze) whatsapp_messages, deliveries, queue.sends`;
  await owner`checkpoint`;
  let clock = Date.now() + 3_600_000;
  return async (): Promise<number> => {
    // Time is what we say, so that each claim finds its slots free.
    clock += 120;
    const begun = performance.now();
    const lane = { merchantId: DEMO_MERCHANT_ID, numberId: line!.id };
    const claim = await claimSends(db, lane, 500, RULES, new Date(clock));
    const ms = performance.now() - begun;
    if (!claim || claim.sends.length <= 5) throw new Error(`${claim?.sends.length ?? 'no'} messages were claimed`);
    return ms;
  };
}
