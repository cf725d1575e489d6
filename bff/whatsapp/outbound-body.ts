import type { MessageContent } from '../../contract/message.ts';
import type { JsonObject } from './json.ts';
import { type OutboundRefs, outboundKind } from './outbound-kinds.ts';

/** What a message is called in Meta's send request: its `type`, and the object under that name. */
export type OutboundBody = { type: string } & JsonObject;

/**
 * The part of Meta's send request that says what is sent (Meta, Cloud API, "Messages"); null for what cannot be sent by WhatsApp.
 * `refs`: what our ids in it are at Meta. The recipient, the quoted message and our own id are the client's to add.
 */
export function outboundBody(content: MessageContent, refs: OutboundRefs = {}): OutboundBody | null {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { body: content.text } };
    case 'template':
      return {
        type: 'template',
        template: { name: content.name, language: { code: content.language }, components: content.parameters },
      };
    default:
      return outboundKind(content, refs);
  }
}
