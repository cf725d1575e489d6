import type { AgentRef } from '../../contract/agent.ts';
import type { MessageContent, Purpose } from '../../contract/message.ts';
import type { TemplateSendInput, TemplateShown } from '../../contract/template.ts';
import { type ConversationFacts, currentConversation } from '../db/conversations.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findByClientId, findMessage } from '../db/messages.ts';
import type { TemplateRow } from '../db/templates.ts';
import { seqOfMessage } from '../db/updates.ts';
import { readDefinition } from '../domain/template-definition.ts';
import { fillTemplate } from '../domain/template-fill.ts';
import { stateOf } from '../domain/template-state.ts';
import type { Context } from './context.ts';
import { queueWhatsAppMessages } from './queue-messages.ts';
import { requireTemplate } from './read-templates.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Sent } from './repeated-message.ts';
import { listAccounts } from './template-accounts.ts';
import { templateAddress } from './template-address.ts';
import { loadTemplateFacts, WRITING } from './template-facts.ts';
import { problemsRefusal } from './template-refusal.ts';
import { retryConflict } from './write-conflict.ts';

type TemplateContent = Extract<MessageContent, { kind: 'template' }>;

/**
 * An agent sends a template to a conversation's customer by WhatsApp, in the service window or outside it. Whether the customer agreed to
 * marketing is decided when it is sent.
 * @throws Refusal not-found; invalid-request with what is wrong with which value; conflict when the template cannot be sent now;
 * channel-unavailable when the customer is not known on WhatsApp
 */
export async function sendTemplate(
  { db, live, now }: Context,
  merchantId: string,
  agent: AgentRef,
  threadId: string,
  { clientId, templateId, values }: TemplateSendInput,
): Promise<Sent> {
  const sent = await retryConflict(() =>
    withMerchant(db, merchantId, async (tx): Promise<Sent> => {
      const thread = await currentConversation(tx, threadId);
      if (!thread) throw notFound('conversation');
      const found = await findByClientId(tx, thread.id, clientId);
      if (found) {
        if (found.content.kind !== 'template' || found.content.templateId !== templateId)
          throw new Refusal('conflict', 'clientId: it names another message of this conversation; make a new one.');
        const seq = await seqOfMessage(tx, thread.id, found.id);
        return { accepted: { message: found, seq }, conversationId: thread.id, isNew: false };
      }
      const row = await requireTemplate(tx, templateId);
      assertSendable(row);
      const definition = readDefinition(row);
      const filled = fillTemplate(definition, values, await loadTemplateFacts(tx, thread.customerId), WRITING);
      if (!filled.parameters) throw problemsRefusal(filled.problems);
      const message = {
        conversationId: thread.id,
        author: { kind: 'agent', id: agent.id } as const,
        content: contentOf(row, filled.shown, filled.parameters),
        purpose: purposeOf(row.category),
        address: await requireAddress(tx, thread, row.wabaId),
        clientId,
      };
      const [queued] = await queueWhatsAppMessages(tx, [message], now);
      const { messageId, conversationId, seq } = queued!;
      return { accepted: { message: (await findMessage(tx, messageId))!, seq }, conversationId, isNew: true };
    }),
  );
  if (sent.isNew) {
    live.publish({ kind: 'moved', merchantId, conversationId: sent.conversationId });
    live.publish({ kind: 'work' });
  }
  return sent;
}

function assertSendable(row: TemplateRow): void {
  const { sendable, notes } = stateOf(row);
  if (sendable) return;
  const [note] = notes;
  throw new Refusal('conflict', note ? `${note.what} ${note.mend}` : 'This template cannot be sent now.');
}

/** What advertises needs consent; what is not known to be anything else counts as advertising. */
export const purposeOf = (category: string): Purpose =>
  category === 'UTILITY' || category === 'AUTHENTICATION' ? 'transactional' : 'marketing';

/** What is kept of it in the thread: what the customer reads, and what Meta is sent. */
export function contentOf(
  { id, name, language }: TemplateRow,
  { header, body, footer, buttons }: TemplateShown,
  parameters: Record<string, unknown>[],
): TemplateContent {
  const head = header && headerText(header);
  return {
    kind: 'template',
    templateId: id,
    name,
    language,
    ...(head ? { header: head } : {}),
    body,
    ...(footer ? { footer } : {}),
    buttons: buttons.map(({ text }) => text),
    parameters,
  };
}

function headerText(header: NonNullable<TemplateShown['header']>): string {
  switch (header.kind) {
    case 'text':
      return header.text;
    case 'location':
      return [header.name, header.address].filter(Boolean).join(', ');
    default:
      return header.link ?? header.kind;
  }
}

/** {@link templateAddress}. @throws Refusal conflict, channel-unavailable */
async function requireAddress(tx: MerchantTx, thread: ConversationFacts, wabaId: string) {
  const account = (await listAccounts(tx)).find(each => each.wabaId === wabaId);
  const { number, identityId } = await templateAddress(tx, thread, account);
  if (!number) throw new Refusal('conflict', "The template's WhatsApp account is not connected any more.");
  if (!identityId) throw new Refusal('channel-unavailable', 'This customer is not known on WhatsApp.');
  return { numberId: number.id, identityId };
}
