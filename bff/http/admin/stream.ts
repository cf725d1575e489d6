import { Hono } from 'hono';
import type { AgentUpdate } from '../../../contract/update.ts';
import { merchantTopic } from '../../live/live.ts';
import { readAgentUpdates, resumeMerchant } from '../../services/read-updates.ts';
import type { Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { linked } from '../media-links.ts';
import type { Frame } from '../sse/frame.ts';
import type { Source } from '../sse/open-stream.ts';
import { respondWithStream } from '../sse/respond.ts';
import { shareInTurn } from '../sse/share-in-turn.ts';

/** The agents' stream: every update of the merchant, under the merchant's own numbers. */
export const streamRoutes = (deps: Deps) => {
  const { db, streams } = deps;
  const readOnce = shareInTurn((merchantId, after, atMost) => readAgentUpdates(db, merchantId, after, atMost));

  const sourceFor = (merchantId: string, listener: string): Source => ({
    audience: 'agent',
    merchantId,
    conversationId: null,
    listener,
    topic: merchantTopic(merchantId),
    resume: after => resumeMerchant(db, merchantId, after),
    async read(after, atMost) {
      const { updates, more } = await readOnce(merchantId, after, atMost);
      return {
        frames: updates.map(update => frameOf(deps, merchantId, update)),
        last: updates.at(-1)?.seq ?? after,
        more,
      };
    },
    reset: async to => ({ event: 'reset', data: { to }, id: to }),
  });

  return new Hono<AgentEnv>().get('/', c =>
    respondWithStream(c, streams, sourceFor(c.var.merchantId, c.var.sessionId)),
  );
};

function frameOf(deps: Deps, merchantId: string, update: AgentUpdate): Frame {
  const { change } = update;
  if (change.kind !== 'message') return { event: 'update', data: update, id: update.seq };
  const data = { ...update, change: { ...change, message: linked(deps, merchantId, change.message) } };
  return { event: 'update', data, id: update.seq };
}
