import type { DryRunMessage, MessagePrice, PriceCategory } from '../../../contract/dry-run.ts';

/** What free text and utility templates within the service window are charged as; what else a template is. Null: in the panel. */
export function categoryOf(
  channel: DryRunMessage['channel'],
  templateCategory: string | null,
  isWindowOpen: boolean,
): PriceCategory | null {
  if (channel === 'panel') return null;
  if (channel === 'text') return 'in-window';
  const category = templateCategory?.toLowerCase();
  if (category === 'utility') return isWindowOpen ? 'in-window' : 'utility';
  return category === 'authentication' ? 'authentication' : 'marketing';
}

type Priced = { messages: DryRunMessage[]; amount: string; unpriced: number };

/** What messages cost by these prices; that of a country goes before the one for everywhere else. Reckoned in ten-thousandths: no floats. */
export function priceMessages(
  counted: readonly Omit<DryRunMessage, 'price'>[],
  prices: readonly MessagePrice[],
): Priced {
  let total = 0n;
  let unpriced = 0;
  const messages = counted.map((message): DryRunMessage => {
    const { category, country, count } = message;
    if (category === null) return { ...message, price: '0' };
    const fitting = prices.filter(price => price.category === category);
    const found = fitting.find(price => price.country === country) ?? fitting.find(price => price.country === null);
    if (!found) {
      unpriced += count;
      return { ...message, price: null };
    }
    const parts = partsOf(found.price) * BigInt(count);
    total += parts;
    return { ...message, price: decimal(parts) };
  });
  return { messages, amount: decimal(total), unpriced };
}

const partsOf = (amount: string): bigint => {
  const [whole = '0', rest = ''] = amount.split('.');
  return BigInt(whole) * 10_000n + BigInt(rest.padEnd(4, '0').slice(0, 4));
};

function decimal(parts: bigint): string {
  const rest = String(parts % 10_000n).padStart(4, '0');
  return `${parts / 10_000n}.${rest.replace(/0{1,2}$/, '')}`;
}
