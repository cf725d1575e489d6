import { Hono } from 'hono';
import { StreamQuery } from '../../../contract/storefront.ts';
import type { ShopperUpdate } from '../../../contract/update.ts';
import { findBrowser } from '../../db/browser-scope.ts';
import { conversationHeads, findConversation, type Head } from '../../db/conversations.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { isSameScope } from '../../db/scope.ts';
import type { Visitor } from '../../db/visitors.ts';
import { conversationTopic } from '../../live/live.ts';
import { batched } from '../../services/batched.ts';
import { readShopperUpdates, readSnapshotOf, resumeConversation } from '../../services/read-updates.ts';
import type { Deps } from '../deps.ts';
import type { VisitorEnv } from '../env.ts';
import { linked, linkedPage } from '../media-links.ts';
import { requireVisitor } from '../middleware/visitor.ts';
import type { Frame } from '../sse/frame.ts';
import type { Source } from '../sse/open-stream.ts';
import { respondWithStream } from '../sse/respond.ts';
import { query } from '../validate.ts';

/** The shopper's stream; see contract/update.ts for what it says. */
export const streamRoutes = (deps: Deps) => {
  const findHead = batched(async (merchantId, ids: string[]) => {
    const heads = await withMerchant(deps.db, merchantId, tx => conversationHeads(tx, ids));
    return (id): Head | undefined => heads.get(id);
  });

  return new Hono<VisitorEnv>().get('/', requireVisitor(deps), query(StreamQuery), c => {
    const { merchantId, visitor } = c.var;
    const known = c.req.valid('query').conversation;
    const isElsewhere = known !== undefined && known !== visitor.conversationId;
    const head = () => findHead(merchantId, visitor.conversationId);
    return respondWithStream(c, deps.streams, shopperSource(deps, merchantId, visitor, head, isElsewhere));
  });
};

function shopperSource(
  deps: Deps,
  merchantId: string,
  visitor: Visitor,
  head: () => Promise<Head | undefined>,
  isElsewhere: boolean,
): Source {
  const { db } = deps;
  const { id: listener, conversationId, scope } = visitor;
  const reset = async (): Promise<Frame> => {
    const snapshot = await readSnapshotOf(db, merchantId, conversationId, scope);
    return { event: 'reset', data: linkedPage(deps, merchantId, snapshot), id: snapshot.seq };
  };
  return {
    audience: 'shopper',
    merchantId,
    conversationId,
    listener,
    topic: conversationTopic(merchantId, conversationId),
    async resume(after) {
      const resumption = await resumeConversation(db, merchantId, conversationId, after, await head());
      // The number counts in a conversation that was merged into this one.
      return isElsewhere && resumption.kind === 'resume' ? { kind: 'reset', to: resumption.to } : resumption;
    },
    async read(after, atMost) {
      const { updates, more, end } = await readShopperUpdates(db, merchantId, conversationId, after, atMost, scope);
      const frames = updates.map(update => frameOf(deps, merchantId, update));
      const last = updates.at(-1)?.seq ?? after;
      if (end === null) return { frames, last, more };
      // The stream ends; the reader comes back with this conversation's id and is given the other one from its beginning.
      if (end === 'merged') return { frames, last, more: false, over: { event: 'beat', data: { to: last } } };
      // An undone merge took this browser away, or it sees more or less than before: it comes back and is asked who it is.
      if (!(await isStill(db, merchantId, visitor)))
        return { frames, last, more: false, over: { event: 'beat', data: { to: last } } };
      const anew = await reset();
      return { frames: [...frames, anew], last: anew.id!, more: true };
    },
    reset,
  };
}

async function isStill(db: Deps['db'], merchantId: string, { id, conversationId, scope }: Visitor) {
  const [browser, conversation] = await withMerchant(db, merchantId, async tx => [
    await findBrowser(tx, id),
    await findConversation(tx, conversationId),
  ]);
  return (
    browser?.mayChat === true && browser.customerId === conversation?.customerId && isSameScope(browser.scope, scope)
  );
}

const frameOf = (deps: Deps, merchantId: string, update: ShopperUpdate): Frame => ({
  event: 'update',
  data: update.kind === 'message' ? { ...update, message: linked(deps, merchantId, update.message) } : update,
  id: update.seq,
});
