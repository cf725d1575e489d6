import { openDatabase } from '../../bff/db/connection.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { claimSends } from '../../bff/services/claim-sends.ts';
import { timesFloor } from '../figure.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { emptyQueue, fillCampaign } from './fill.ts';
import type { World } from './world.ts';

const FEW = 1_000;
const CLAIMS = 60;
const RULES = { lease: 60_000, settleTime: 120_000 };

/** One claim from a number at 80 a second, with much queued and with little. The server is killed first: it would claim beside us. */
export async function measureClaims(
  world: World,
  people: number,
  { options, scope, report, note }: Bench,
): Promise<void> {
  const { owner, lines, server, ownerUrl } = world;
  await server.child.kill();
  const { appUrl } = await ensureAppRole({ ownerUrl, secret: server.secret });
  const { db, sql } = openDatabase(appUrl, { max: 1 });
  scope.defer(() => sql.end());
  const [line] = lines;
  await world.throughput(80);
  let clock = Date.now() + 3_600_000;
  const claims = async () => {
    // As a queue that has stood for a while: what a bulk load leaves behind is done before anything is measured.
    await owner`vacuum (analyze) whatsapp_messages, deliveries, queue.sends`;
    await owner`checkpoint`;
    const times: number[] = [];
    for (let n = 0; n < CLAIMS; n++) {
      // Time is what we say, so that each claim finds its slots free.
      clock += 120;
      const begun = performance.now();
      const lane = { merchantId: DEMO_MERCHANT_ID, numberId: line!.id };
      const claim = await claimSends(db, lane, 500, RULES, new Date(clock));
      if (claim && claim.sends.length > 5) times.push(performance.now() - begun);
    }
    return times.slice(10);
  };
  const queue = async (messages: number) => {
    await emptyQueue(owner);
    await fillCampaign(owner, [line!], { messages, people });
  };
  const ofFew = async () => {
    await queue(FEW);
    return claims();
  };
  await ofFew();
  // In turn: before and after the long queue, so that what else has changed meanwhile is in both.
  const few = await ofFew();
  note(`filling ${options.rows} messages`);
  await queue(options.rows);
  const many = [...(await claims()), ...(await claims())];
  few.push(...(await ofFew()));
  const figure = `claim-with-${options.rows}-queued`;
  report({ figure, value: percentile(many, 0.5), unit: 'ms', floor: percentile(few, 0.5), aim: timesFloor(1.2) });
}
