import { z } from 'zod';
import { Template } from './templates.ts';
import { phoneDigits } from './wa-id.ts';

const BusinessNumber = z.strictObject({
  phoneNumberId: z.string().min(1),
  displayPhoneNumber: z.string().refine(value => phoneDigits(value) !== null, 'not a phone number'),
  verifiedName: z.string().min(1),
  /** Whether `POST /{phone_number_id}/register` was called; without it every send is refused with 133010. */
  registered: z.boolean().default(true),
  /** Messages per second, in and out together: Meta's 80, or 1000 after its upgrade. */
  throughput: z.union([z.int().positive(), z.literal('unlimited')]).default(80),
});

/** One WhatsApp Business Account with the app that looks after it: the body of `PUT /simulator/account`. */
export const Account = z.strictObject({
  accessToken: z.string().min(1),
  appSecret: z.string().min(1),
  verifyToken: z.string().min(1),
  webhookUrl: z.url({ protocol: /^https?$/ }),
  wabaId: z.string().min(1),
  numbers: z.array(BusinessNumber).min(1),
  templates: z.array(Template).default([]),
  /** Whether `POST /{waba_id}/subscribed_apps` was called; without it no webhook is sent. */
  subscribed: z.boolean().default(true),
});
export type Account = z.infer<typeof Account>;
export type BusinessNumber = z.infer<typeof BusinessNumber>;

/** Where a number belongs. */
export type Sender = { account: Account; number: BusinessNumber };

/** The configured accounts, found by any of the ids a call may carry. */
export class Accounts {
  readonly #byWaba = new Map<string, Account>();

  put(account: Account) {
    this.#byWaba.set(account.wabaId, account);
  }

  all(): Account[] {
    return [...this.#byWaba.values()];
  }

  byWaba(wabaId: string): Account | undefined {
    return this.#byWaba.get(wabaId);
  }

  byNumber(phoneNumberId: string): Sender | undefined {
    for (const account of this.#byWaba.values()) {
      const number = account.numbers.find(each => each.phoneNumberId === phoneNumberId);
      if (number) return { account, number };
    }
    return undefined;
  }

  hasToken(token: string): boolean {
    return this.all().some(account => account.accessToken === token);
  }
}
