import type { Whatever } from './items.ts';

const SAME = 2000;
const SAME_SEARCH = 30_000;

/**
 * The same may be told twice: by the shop's analytics and by its theme, or as two names of one search. Answers whether it was heard
 * already. What one source tells twice, happened twice.
 */
export function createHeard() {
  let heard: { source: string; name: string; what: string; at: number }[] = [];
  return (source: string, name: string, { items, term }: Whatever, at: number): boolean => {
    const what = `${term ?? items?.map((it: Whatever) => it.id) ?? ''}`;
    heard = heard.filter(it => at - it.at < SAME_SEARCH);
    const isDouble = heard.some(
      it =>
        it.name === name &&
        (term
          ? it.what === what
          : it.source !== source && at - it.at < SAME && (!what || !it.what || it.what === what)),
    );
    if (!isDouble) heard.push({ source, name, what, at });
    return isDouble;
  };
}
