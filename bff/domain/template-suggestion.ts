import { isNumber } from './template-text.ts';
import type { FieldName } from './template-values.ts';

/** Words that people name variables with, and what they mean by them. The first that fits. */
const MEANINGS: readonly [RegExp, FieldName, fallback: string][] = [
  [/first_?name|^name$|customer(_name)?$|^nombre|^nome|vorname/i, 'customer.first_name', 'there'],
  [/full_?name|customer_full/i, 'customer.name', 'there'],
  [/phone/i, 'customer.phone', ''],
  [/cart.*(url|link)|(url|link).*cart|\/cart|\/checkout/i, 'cart.url', ''],
  [/quote.*(url|link)|\/quote/i, 'quote.url', ''],
  [/track/i, 'order.tracking', ''],
  [/order.*(url|link)|\/order/i, 'order.url', ''],
  [/(cart|basket).*(items|products)|^items$|^products?$/i, 'cart.items', 'your cart'],
  [/cart.*(total|amount|value)/i, 'cart.total', ''],
  [/quote.*(total|amount|price)/i, 'quote.total', ''],
  [/quote.*(expir|valid|until)|valid_?until|expir/i, 'quote.expires', ''],
  [/quote/i, 'quote.number', ''],
  [/order.*(total|amount|price)/i, 'order.total', ''],
  [/order/i, 'order.number', ''],
  [/shop|store|company|business/i, 'shop.name', ''],
];

/** A number says nothing; but what comes after a greeting is a name. */
const GREETING =
  /^\s*\p{Emoji_Presentation}?\s*(hi|hello|hey|dear|hallo|hola|ol[áa]|bonjour|ciao|guten tag|مرحبا|أهلا)[\s,!]*\{\{\s*1\s*\}\}/iu;

/** The expression that most likely belongs into a variable, from its name or from the text it stands in; '' when nothing tells. */
export function suggestionFor(name: string, text: string): string {
  if (isNumber(name) && name === '1' && GREETING.test(text)) return expression('customer.first_name', 'there');
  const told = isNumber(name) ? (text.startsWith('http') ? text : '') : name;
  const [, field, fallback] = MEANINGS.find(([words]) => words.test(told)) ?? [];
  return field ? expression(field, fallback ?? '') : '';
}

const expression = (field: FieldName, fallback: string) =>
  fallback === '' ? `{{${field}}}` : `{{${field}|${fallback}}}`;
