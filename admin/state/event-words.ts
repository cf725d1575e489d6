import type { Merge } from '../../contract/journey.ts';
import type { LeadReason, Stage } from '../../contract/lead-score.ts';

/** What happened, in the words of a shop. */
const WORDS: Record<string, string> = {
  page_viewed: 'Page viewed',
  collection_viewed: 'Range viewed',
  product_viewed: 'Product viewed',
  product_clicked: 'Product chosen',
  product_searched: 'Searched',
  cart_item_added: 'Put in the cart',
  cart_item_removed: 'Taken out of the cart',
  cart_viewed: 'Cart viewed',
  wishlist_item_added: 'Put on the wish list',
  checkout_started: 'Checkout started',
  checkout_contact_submitted: 'Address given',
  payment_info_entered: 'Payment entered',
  quote_requested: 'Quote requested',
  quote_created: 'Quote made',
  quote_sent: 'Quote sent',
  quote_viewed: 'Quote viewed',
  quote_expiring: 'Quote is running out',
  quote_accepted: 'Quote accepted',
  quote_rejected: 'Quote turned down',
  quote_expired: 'Quote has run out',
  order_placed: 'Order placed',
  order_paid: 'Order paid',
  order_status_changed: 'Order moved on',
  order_refunded: 'Money given back',
  shipment_status_changed: 'Parcel moved on',
  appointment_booked: 'Showroom visit booked',
  chat_opened: 'Chat opened',
  message_sent: 'Message written',
  link_clicked: 'Link followed',
  call_clicked: 'Call pressed',
  button_clicked: 'Button pressed',
  form_submitted: 'Form sent',
  customer_identified: 'Signed in',
  ad_clicked: 'Came by an advertisement',
};

/** An event's name as people say it; the shop's own word as the shop wrote it. */
export const eventWords = (name: string): string => WORDS[name] ?? name.replace(/^custom\./, '').replaceAll('_', ' ');

export const EVENT_NAMES = Object.keys(WORDS);

const times = (n: number): string => (n === 1 ? '' : n === 2 ? ' twice' : ` ${n}×`);

/** "+20", "−8". */
export const signed = (points: number): string => (points < 0 ? `−${-points}` : `+${points}`);

/** "quote viewed twice", "9 days quiet": what the points are for. */
export function reasonWords(reason: LeadReason): string {
  switch (reason.kind) {
    case 'event':
      return `${eventWords(reason.name).toLowerCase()}${times(reason.times)}`;
    case 'given':
      return `${reason.reason}${times(reason.times)}`;
    case 'faded':
      if (reason.quietDays < 1) return 'some time ago';
      return reason.quietDays === 1 ? '1 day quiet' : `${reason.quietDays} days quiet`;
    case 'limit':
      return reason.points < 0 ? 'no score is above 100' : 'no score is below 0';
  }
}

export const STAGE_WORDS: Record<Stage, string> = {
  visitor: 'Visitor',
  engaged: 'Engaged',
  considering: 'Considering',
  quoted: 'Quoted',
  customer: 'Customer',
  repeat: 'Repeat customer',
  dormant: 'Dormant',
};

/** Why two customers became one: "because …". */
export const MERGE_WORDS: Record<Merge['reason'], string> = {
  'whatsapp-reference': 'the chat went on in WhatsApp',
  'signed-identity': 'they signed in at the shop',
  'order-of-record': 'an order of the shop says so',
  'whatsapp-phone': 'WhatsApp has proven the phone',
  'whatsapp-ids': 'WhatsApp says that they are one person',
};

/** An amount as people write it here; without a currency, as a number. */
export function formatAmount(amount: string | number, currency: string | null | undefined, locale?: string): string {
  const value = Number(amount);
  const digits = Number.isInteger(value) ? 0 : 2;
  const style = { minimumFractionDigits: digits, maximumFractionDigits: 2 };
  try {
    if (currency) return new Intl.NumberFormat(locale, { style: 'currency', currency, ...style }).format(value);
  } catch {
    // No currency of this world: the number stands for itself.
  }
  return new Intl.NumberFormat(locale, style).format(value);
}

export const ordinal = (n: number): string => {
  const rest = n % 100;
  const end = rest > 10 && rest < 14 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[n % 10] ?? 'th');
  return `${n}${end}`;
};
