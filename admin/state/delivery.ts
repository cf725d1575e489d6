import type { Delivery } from '../../contract/message.ts';

export type Tick = 'clock' | 'sent' | 'delivered' | 'read' | 'failed';

/** What the ticks show and say. */
export function tickOf(delivery: Delivery): { tick: Tick; label: string } {
  switch (delivery.state) {
    case 'queued':
    case 'sending':
      return { tick: 'clock', label: 'Waiting to be sent' };
    case 'unknown':
      return { tick: 'clock', label: 'WhatsApp has not confirmed it yet' };
    case 'held':
      return { tick: 'clock', label: 'WhatsApp never confirmed it: held, not sent again' };
    case 'accepted':
      return { tick: 'clock', label: 'Handed to WhatsApp' };
    case 'sent':
      return { tick: 'sent', label: 'Sent' };
    case 'delivered':
      return { tick: 'delivered', label: 'Delivered' };
    case 'read':
      return { tick: 'read', label: 'Read' };
    case 'played':
      return { tick: 'read', label: 'Played' };
    case 'failed':
      return { tick: 'failed', label: failureReason(delivery) };
  }
}

function failureReason({ error }: Delivery): string {
  if (!error) return 'Not delivered';
  return error.code === null ? `Not delivered: ${error.title}` : `Not delivered: ${error.title} (${error.code})`;
}
