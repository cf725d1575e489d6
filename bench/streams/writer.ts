import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { listAgents } from '../../bff/db/agents.ts';
import { openDatabase } from '../../bff/db/connection.ts';
import { withMerchant } from '../../bff/db/merchant-tx.ts';
import { postgresLive } from '../../bff/live/postgres.ts';
import { sendAgentMessage } from '../../bff/services/send-agent-message.ts';
import type { WriterTask } from './writing.ts';

/*
 * A second node that writes while the server is away: agents' answers by the product's own service, at a fixed pace, in each
 * conversation in turn. Begins when it is told its task; told to stop, it says how many answers each conversation has got, and ends.
 */
let stopping = false;
// Until it has its task nothing else keeps it alive.
process.channel?.ref();

process.on('message', (message: WriterTask | 'stop') => {
  if (message === 'stop') stopping = true;
  else void write(message);
});

async function write({ appUrl, merchantId, conversations, perSecond }: WriterTask): Promise<void> {
  const { db, sql } = openDatabase(appUrl, { max: 4 });
  const live = await postgresLive({ url: appUrl });
  const [agent] = await withMerchant(db, merchantId, listAgents);
  const begun = performance.now();
  const written = new Map<string, number>();
  for (let n = 0; !stopping; n++) {
    await sleep(Math.max(0, begun + (n * 1000) / perSecond - performance.now()));
    const conversationId = conversations[n % conversations.length]!;
    const context = { db, live, now: new Date() };
    await sendAgentMessage(context, merchantId, agent!, conversationId, {
      clientId: randomUUID(),
      text: `Answer ${n}: yes, in 180 and in 220 cm.`,
    });
    written.set(conversationId, (written.get(conversationId) ?? 0) + 1);
  }
  // What is still on its way to the listeners goes with this connection.
  await sleep(100);
  await Promise.all([live.close(), sql.end()]);
  process.send?.([...written], () => process.disconnect?.());
}
