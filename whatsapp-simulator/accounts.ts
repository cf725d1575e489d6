import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Catalog } from './catalogs.ts';
import { Template } from './templates.ts';
import { phoneDigits } from './wa-id.ts';

export const Quality = z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']);

/** How many people a portfolio may write to first within 24 hours. */
export const Tier = z.enum(['TIER_250', 'TIER_2K', 'TIER_10K', 'TIER_100K', 'TIER_UNLIMITED']);
export type Tier = z.infer<typeof Tier>;

/** What Meta lets the account do: `restricted` may only answer, `locked` and `unpaid` may send nothing. */
export const Standing = z.enum(['good', 'restricted', 'locked', 'unpaid']);
export type Standing = z.infer<typeof Standing>;

/** Messages per second, in and out together: Meta's 80, or 1000 after its upgrade. */
export const Throughput = z.union([z.int().positive(), z.literal('unlimited')]);

const BusinessNumber = z.strictObject({
  phoneNumberId: z.string().min(1),
  displayPhoneNumber: z.string().refine(value => phoneDigits(value) !== null, 'not a phone number'),
  verifiedName: z.string().min(1),
  /** Whether `POST /{phone_number_id}/register` was called; without it every send is refused with 133010. */
  registered: z.boolean().default(true),
  throughput: Throughput.default(80),
  quality: Quality.default('GREEN'),
});

/** One WhatsApp Business Account with the app that looks after it: the body of `PUT /simulator/account`. */
export const Account = z.strictObject({
  accessToken: z.string().min(1),
  /** While a token is exchanged for another, the old one is good too. */
  previousAccessToken: z.string().min(1).optional(),
  /** The app that the token is of. */
  appId: z.string().min(1).default('1'),
  /** Seconds since 1970; 0: the token does not end. */
  tokenExpiresAt: z.int().min(0).default(0),
  scopes: z.array(z.string()).default(['whatsapp_business_messaging', 'whatsapp_business_management']),
  appSecret: z.string().min(1),
  verifyToken: z.string().min(1),
  webhookUrl: z.url({ protocol: /^https?$/ }),
  wabaId: z.string().min(1),
  /** The business portfolio that owns it, whose limit its accounts share; without one the account stands for itself. */
  portfolioId: z.string().min(1).optional(),
  numbers: z.array(BusinessNumber).min(1),
  /** Left out, those that are there stay. */
  templates: z.array(Template).optional(),
  /** Without one, messages with products are refused. */
  catalogs: z.array(Catalog).default([]),
  /** Whether `POST /{waba_id}/subscribed_apps` was called; without it no webhook is sent. */
  subscribed: z.boolean().default(true),
  messagingLimit: Tier.default('TIER_UNLIMITED'),
  standing: Standing.default('good'),
  /** Real time until a new template is approved; null: only by hand. */
  reviewMs: z.int().min(0).nullable().default(2_000),
});
export type Account = z.infer<typeof Account> & { templates: Template[] };
export type BusinessNumber = z.infer<typeof BusinessNumber>;

/** Whose messaging limit an account takes from. */
export const portfolioOf = ({ portfolioId, wabaId }: Account): string => portfolioId ?? wabaId;

/** Where a number belongs. */
export type Sender = { account: Account; number: BusinessNumber };

export const holdsToken = ({ accessToken, previousAccessToken }: Account, token: string) =>
  token === accessToken || (previousAccessToken !== undefined && token === previousAccessToken);

/** Fifteen digits, so that it is exact as a JSON number too. */
export function templateId(wabaId: string, { name, language }: Pick<Template, 'name' | 'language'>): string {
  const digest = createHash('sha256').update(`${wabaId}/${name}/${language}`).digest();
  return String(1e14 + digest.readUIntBE(0, 6));
}

/** The configured accounts, found by any of the ids a call may carry. */
export class Accounts {
  readonly #byWaba = new Map<string, Account>();
  readonly #byNumber = new Map<string, Sender>();

  put(configured: z.infer<typeof Account>): Account {
    const templates = configured.templates ?? this.#byWaba.get(configured.wabaId)?.templates ?? [];
    const account = { ...configured, templates };
    for (const template of templates) template.id ||= templateId(account.wabaId, template);
    this.#byWaba.set(account.wabaId, account);
    this.#byNumber.clear();
    for (const each of this.#byWaba.values())
      for (const number of each.numbers) this.#byNumber.set(number.phoneNumberId, { account: each, number });
    return account;
  }

  all(): Account[] {
    return [...this.#byWaba.values()];
  }

  byWaba(wabaId: string): Account | undefined {
    return this.#byWaba.get(wabaId);
  }

  byNumber(phoneNumberId: string): Sender | undefined {
    return this.#byNumber.get(phoneNumberId);
  }

  byTemplate(id: string): { account: Account; template: Template } | undefined {
    for (const account of this.#byWaba.values()) {
      const template = account.templates.find(each => each.id === id);
      if (template) return { account, template };
    }
    return undefined;
  }

  hasToken(token: string): boolean {
    for (const account of this.#byWaba.values()) if (holdsToken(account, token)) return true;
    return false;
  }
}
