export type Item = {
  id: string;
  name?: string | undefined;
  variant?: string | undefined;
  price?: number | undefined;
  quantity?: number | undefined;
  url?: string | undefined;
  image?: string | undefined;
};

// biome-ignore lint/suspicious/noExplicitAny: whatever a page may have put there
export type Whatever = any;

/** Text that fits, or nothing. Numbers are ids too. */
export const text = (value: unknown, most = 300): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== ''
    ? String(value).slice(0, most).toWellFormed()
    : undefined;

/** A number, also one that was written as text. */
export function number(value: unknown, most = 1e9): number | undefined {
  const parsed = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof parsed === 'number' && parsed >= 0 && parsed <= most ? parsed : undefined;
}

/** A thing of the shop, from the words of GA4, its forerunner or the shop's own. */
export function itemOf(it: Whatever): Item | undefined {
  const id = text(it?.item_id ?? it?.id ?? it?.sku ?? it?.item_name ?? it?.name, 100);
  const quantity = number(it?.quantity, 1e5);
  return id === undefined
    ? undefined
    : {
        id,
        name: text(it.item_name ?? it.name),
        variant: text(it.item_variant ?? it.variant, 200),
        price: number(it.price),
        quantity: quantity && Math.round(quantity),
        url: text(it.item_url ?? it.url, 2000),
        image: text(it.item_image ?? it.image ?? it.image_url, 2000),
      };
}

export const itemsOf = (list: Whatever): Item[] =>
  Array.isArray(list) ? list.slice(0, 20).flatMap(it => itemOf(it) ?? []) : [];

export const currencyOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z]{3}$/i.test(value) ? value.toUpperCase() : undefined;
