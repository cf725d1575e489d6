import { Hono } from 'hono';
import { ShopperConsentInput } from '../../../contract/consent.ts';
import { ReadInput, TypingInput } from '../../../contract/conversation.ts';
import { MessagePageQuery } from '../../../contract/message.ts';
import { ShopperMessageInput } from '../../../contract/storefront.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { listMessages } from '../../db/messages.ts';
import { makeWhatsAppLink } from '../../services/make-whatsapp-link.ts';
import { markRead } from '../../services/mark-read.ts';
import { readSnapshot } from '../../services/read-conversation.ts';
import { sendShopperMessage } from '../../services/send-shopper-message.ts';
import { recordByShopper } from '../../services/shopper-consent.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { VisitorEnv } from '../env.ts';
import { linked, linkedPage } from '../media-links.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { requireVisitor } from '../middleware/visitor.ts';
import { body, query } from '../validate.ts';

/** The shopper's own thread; there is no other one a token could name. */
export const conversationRoutes = (deps: Deps) => {
  const perVisitor = (perMinute: number, burst: number) =>
    rateLimit({ clock: deps.clock, key: c => c.get('visitor').id, perMinute, burst });

  return new Hono<VisitorEnv>()
    .use(requireVisitor(deps))
    .get('/conversation', perVisitor(60, 30), async c => {
      const { merchantId, visitor } = c.var;
      const { conversationId, scope } = visitor;
      const snapshot = await withMerchant(deps.db, merchantId, tx => readSnapshot(tx, conversationId, scope));
      return c.json(linkedPage(deps, merchantId, snapshot));
    })
    .get('/messages', perVisitor(120, 60), query(MessagePageQuery), async c => {
      const { merchantId, visitor } = c.var;
      const page = c.req.valid('query');
      const { conversationId, scope } = visitor;
      const messages = await withMerchant(deps.db, merchantId, tx => listMessages(tx, conversationId, page, scope));
      return c.json(linkedPage(deps, merchantId, messages));
    })
    .post('/messages', perVisitor(60, 30), body(ShopperMessageInput), async c => {
      const { merchantId, visitor } = c.var;
      const sent = await sendShopperMessage(contextOf(deps), merchantId, visitor, c.req.valid('json'));
      const message = linked(deps, merchantId, sent.accepted.message);
      return c.json({ ...sent.accepted, message }, sent.isNew ? 201 : 200);
    })
    .post('/read', perVisitor(120, 60), body(ReadInput), async c => {
      const { merchantId, visitor } = c.var;
      await markRead(contextOf(deps), merchantId, visitor.conversationId, 'shopper', c.req.valid('json').upTo);
      return c.body(null, 204);
    })
    .post('/typing', perVisitor(60, 20), body(TypingInput), async c => {
      const { merchantId, visitor } = c.var;
      const { conversationId } = visitor;
      const { typing } = c.req.valid('json');
      deps.live.publish({ kind: 'typing', merchantId, conversationId, by: 'shopper', typing });
      return c.body(null, 204);
    })
    .post('/consents', perVisitor(20, 10), body(ShopperConsentInput), async c => {
      const { merchantId, visitor } = c.var;
      const input = c.req.valid('json');
      return c.json(await recordByShopper(contextOf(deps), deps.receiptKey, merchantId, visitor, input), 201);
    })
    .post('/whatsapp-link', perVisitor(20, 10), async c => {
      const { merchantId, visitor } = c.var;
      const { whatsappChatUrl: chatUrl, referenceKey } = deps;
      return c.json(await makeWhatsAppLink(contextOf(deps), { chatUrl, referenceKey }, merchantId, visitor));
    });
};
