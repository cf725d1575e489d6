import type { MessageContent } from '../../contract/message.ts';
import type { ContactCard } from '../../contract/message-parts.ts';
import { type JsonObject, listOf, numberOf, objectOf, textOf } from './json.ts';
import { waIdOf } from './people.ts';

export function contacts(list: JsonObject[]): MessageContent | undefined {
  if (list.length === 0) return undefined;
  const cards = list.map(cardOf);
  return { kind: 'contacts', names: cards.map(({ name }) => name), cards };
}

function cardOf(card: JsonObject): ContactCard {
  const name = objectOf(card.name);
  const organization = textOf(objectOf(card.org)?.company);
  return {
    name: textOf(name?.formatted_name) ?? textOf(name?.first_name) ?? textOf(name?.last_name) ?? '',
    phones: listOf(card.phones).flatMap(entry => {
      const waId = waIdOf(entry.wa_id);
      const phone = textOf(entry.phone) ?? (waId && `+${waId}`);
      return phone ? [{ phone, type: textOf(entry.type), waId: textOf(entry.wa_id) }] : [];
    }),
    emails: listOf(card.emails).flatMap(entry => {
      const email = textOf(entry.email);
      return email ? [{ email, type: textOf(entry.type) }] : [];
    }),
    ...(organization !== undefined && { organization }),
  };
}

/** A cart from the catalogue; one without products is nothing that could be shown. */
export function order(sent: JsonObject | undefined): MessageContent | undefined {
  const items = listOf(sent?.product_items).flatMap(item => {
    const productId = textOf(item.product_retailer_id);
    const quantity = numberOf(item.quantity) ?? 1;
    const price = numberOf(item.item_price) ?? null;
    return productId ? [{ productId, quantity, price, currency: textOf(item.currency) ?? null }] : [];
  });
  if (items.length === 0) return undefined;
  return { kind: 'order', catalogId: textOf(sent?.catalog_id) ?? '', text: textOf(sent?.text), items };
}
