import type { Db } from '../db/merchant-tx.ts';
import { findPortfolios } from '../db/portfolios.ts';
import { listAppRoutes, type WhatsAppRoute } from '../db/whatsapp-numbers.ts';
import { identifiers, type WebhookPart } from '../whatsapp/webhook-events.ts';

/** A body is tried against this many merchants' apps at most, so that forging costs more than refusing. */
const TRIED = 50;
/** One that names nobody is tried only when it is no longer than this, in bytes: hashing a long one for each app would be dear. */
const LONGEST_NAMELESS = 64 * 1024;
/** Meta puts up to 1000 updates into a body; more names than that are nobody's. */
const MOST_NAMES = 1000;

export type Name = Pick<WhatsAppRoute, 'kind' | 'externalId'>;

/**
 * `named`: who is spoken of, whose apps may have signed it; `addressed`: by number or account, of which nobody else's app is told.
 * `others`: whose apps are tried when none of theirs did.
 * `of`: whom a part speaks of; nobody, one, or of a portfolio several.
 */
export type Owners = {
  named: string[];
  addressed: ReadonlySet<string>;
  others: () => Promise<string[]>;
  of: (part: WebhookPart) => readonly string[];
};

export const nameOf = ({ kind, externalId }: Name) => `${kind}:${externalId}`;

/**
 * Whom a body speaks of, before it is believed: by its numbers and accounts, and by portfolios where Meta names those instead. What names
 * nobody is tried with as many apps as there is room for, and the next one with those that come after them: Meta repeats what is
 * refused, so that it comes to its own, however many apps there are.
 */
export function ownerFinder(routesOf: (db: Db, names: Name[]) => Promise<readonly WhatsAppRoute[]>) {
  let [lastApp, lastMerchant] = ['', '00000000-0000-0000-0000-000000000000'];

  async function ofPortfolios(db: Db, ids: string[]) {
    const found = await findPortfolios(db, ids, TRIED, lastMerchant);
    lastMerchant = found.at(-1)?.merchantId ?? lastMerchant;
    return found;
  }

  async function nextInTurn(db: Db, most: number): Promise<string[]> {
    const routes = await listAppRoutes(db, most, lastApp);
    lastApp = routes.at(-1)?.externalId ?? lastApp;
    return routes.map(({ merchantId }) => merchantId);
  }

  return async (db: Db, body: unknown, length: number): Promise<Owners> => {
    const { phoneNumberIds, wabaIds } = identifiers(body);
    const accounts = wabaIds.slice(0, MOST_NAMES).map(externalId => ({ kind: 'waba' as const, externalId }));
    const names = [
      ...phoneNumberIds.slice(0, MOST_NAMES).map(externalId => ({ kind: 'phone_number' as const, externalId })),
      ...accounts,
    ];
    const routes = names.length > 0 ? await routesOf(db, names) : [];
    const owners = new Map(routes.map(route => [nameOf(route), [route.merchantId]]));
    const unknown = accounts.filter(name => !owners.has(nameOf(name))).map(({ externalId }) => externalId);
    const portfolios = await ofPortfolios(db, unknown);
    for (const { portfolioId, merchantId } of portfolios) {
      const name = nameOf({ kind: 'waba', externalId: portfolioId });
      owners.set(name, [...(owners.get(name) ?? []), merchantId]);
    }
    const named = [...new Set([...routes, ...portfolios].map(({ merchantId }) => merchantId))].slice(0, TRIED);
    // A portfolio may have numbers of others, of whom that is not known yet.
    const isTriable = routes.length === 0 && named.length < TRIED && length <= LONGEST_NAMELESS;
    return {
      named,
      addressed: new Set(routes.map(({ merchantId }) => merchantId)),
      others: async () => {
        const next = isTriable ? await nextInTurn(db, TRIED - named.length) : [];
        return [...new Set(next)].filter(merchantId => !named.includes(merchantId));
      },
      of: ({ phoneNumberId, wabaId }) =>
        owners.get(`phone_number:${phoneNumberId}`) ?? owners.get(`waba:${wabaId}`) ?? [],
    };
  };
}
