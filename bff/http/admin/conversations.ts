import { Hono } from 'hono';
import { z } from 'zod';
import {
  AgentMessageInput,
  ConversationChange,
  ConversationListQuery,
  ReadInput,
  TypingInput,
} from '../../../contract/conversation.ts';
import { Id } from '../../../contract/id.ts';
import { MessagePageQuery } from '../../../contract/message.ts';
import { TemplateSendInput } from '../../../contract/template.ts';
import { findConversation } from '../../db/conversations.ts';
import { countInbox } from '../../db/inbox.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { listMessages } from '../../db/messages.ts';
import { changeConversation } from '../../services/change-conversation.ts';
import { markRead } from '../../services/mark-read.ts';
import { readConversationDetail, readInbox } from '../../services/read-conversation.ts';
import { readSendOutlook } from '../../services/read-send-outlook.ts';
import { notFound } from '../../services/refusal.ts';
import { sendAgentMessage } from '../../services/send-agent-message.ts';
import { sendTemplate } from '../../services/send-template.ts';
import { tellTyping } from '../../services/tell-presence.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { linked, linkedPage } from '../media-links.ts';
import { body, param, query } from '../validate.ts';

const ConversationParam = z.object({ id: Id });

/** The inbox and its threads. */
export const conversationRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .get('/', query(ConversationListQuery), async c =>
      c.json(await readInbox(deps, c.var.merchantId, c.req.valid('query'), c.var.agent.id)),
    )
    .get('/counts', async c =>
      c.json(await withMerchant(deps.db, c.var.merchantId, tx => countInbox(tx, c.var.agent.id))),
    )
    .get('/:id', param(ConversationParam), async c => {
      const { id } = c.req.valid('param');
      return c.json(await withMerchant(deps.db, c.var.merchantId, tx => readConversationDetail(tx, id)));
    })
    .patch('/:id', param(ConversationParam), body(ConversationChange), async c => {
      const { id } = c.req.valid('param');
      return c.json(await changeConversation(contextOf(deps), c.var.merchantId, id, c.req.valid('json')));
    })
    .get('/:id/messages', param(ConversationParam), query(MessagePageQuery), async c => {
      const { id } = c.req.valid('param');
      const page = c.req.valid('query');
      return c.json(
        await withMerchant(deps.db, c.var.merchantId, async tx => {
          if (!(await findConversation(tx, id))) throw notFound('conversation');
          return linkedPage(deps, c.var.merchantId, await listMessages(tx, id, page));
        }),
      );
    })
    .post('/:id/messages', param(ConversationParam), body(AgentMessageInput), async c => {
      const { id } = c.req.valid('param');
      const { merchantId, agent } = c.var;
      const { id: agentId, name } = agent;
      const sent = await sendAgentMessage(contextOf(deps), merchantId, { id: agentId, name }, id, c.req.valid('json'));
      const message = linked(deps, merchantId, sent.accepted.message);
      return c.json({ ...sent.accepted, message }, sent.isNew ? 201 : 200);
    })
    .get('/:id/outlook', param(ConversationParam), async c => {
      const { id } = c.req.valid('param');
      return c.json(await readSendOutlook(deps.db, c.var.merchantId, id, deps.clock.now()));
    })
    .post('/:id/templates', param(ConversationParam), body(TemplateSendInput), async c => {
      const { id } = c.req.valid('param');
      const { merchantId, agent } = c.var;
      const sent = await sendTemplate(contextOf(deps), merchantId, agent, id, c.req.valid('json'));
      return c.json(sent.accepted, sent.isNew ? 201 : 200);
    })
    .post('/:id/read', param(ConversationParam), body(ReadInput), async c => {
      const { id } = c.req.valid('param');
      await markRead(contextOf(deps), c.var.merchantId, id, 'agent', c.req.valid('json').upTo);
      return c.body(null, 204);
    })
    .post('/:id/typing', param(ConversationParam), body(TypingInput), async c => {
      const { id } = c.req.valid('param');
      await tellTyping(contextOf(deps), c.var.merchantId, id, c.req.valid('json').typing);
      return c.body(null, 204);
    });
