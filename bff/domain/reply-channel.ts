import type { Channel } from '../../contract/message.ts';
import type { ProblemCode } from '../../contract/problem.ts';
import { isWindowOpen } from './service-window.ts';

/** What decides where an answer can go. */
export type Reachability = {
  /** The channel of the shopper's last message. */
  lastChannel: Channel;
  /** The shopper has a panel to read in: a visitor belongs to this customer. */
  hasVisitor: boolean;
  /** A WhatsApp identity of the customer is known and the merchant has a connected number. */
  hasWhatsApp: boolean;
  /** When the customer last wrote by WhatsApp; null: never. */
  lastWhatsAppInboundAt: Date | null;
};

/** `reason` is a sentence for the agent. */
export type ReplyDecision =
  | { ok: true; channel: Channel }
  | { ok: false; code: Extract<ProblemCode, 'service-window-closed' | 'channel-unavailable'>; reason: string };

/**
 * Which way does an agent's free text go at `now`, and may it?
 * @param asked the channel that the agent chose; without it the channel of the shopper's last message
 */
export function replyChannel(to: Reachability, asked: Channel | undefined, now: Date): ReplyDecision {
  const channel = asked ?? to.lastChannel;
  if (!channelsOf(to).includes(channel)) {
    return { ok: false, code: 'channel-unavailable', reason: UNAVAILABLE[channel] };
  }
  if (channel === 'whatsapp' && !isWindowOpen(to.lastWhatsAppInboundAt, now)) {
    return { ok: false, code: 'service-window-closed', reason: WINDOW_CLOSED };
  }
  return { ok: true, channel };
}

/** The channels an answer can take at all, whatever the time. */
export function channelsOf(to: Pick<Reachability, 'hasVisitor' | 'hasWhatsApp'>): Channel[] {
  const channels: Channel[] = [];
  if (to.hasVisitor) channels.push('web');
  if (to.hasWhatsApp) channels.push('whatsapp');
  return channels;
}

const UNAVAILABLE: Record<Channel, string> = {
  web: 'This customer has never opened the chat on your page.',
  whatsapp: 'This customer has not written by WhatsApp, or no WhatsApp number is connected.',
};

const WINDOW_CLOSED = 'The customer last wrote by WhatsApp more than 24 hours ago, so WhatsApp takes no free text now.';
