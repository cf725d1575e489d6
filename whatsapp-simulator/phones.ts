import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Message } from './messages.ts';
import { modernForm, phoneDigits, waIdOf } from './wa-id.ts';

/** The body of `POST /simulator/phones`. */
export const NewPhone = z.strictObject({
  /** Short and readable, for urls; made from the name when left out. */
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  name: z.string().min(1).max(100),
  phone: z.string().refine(value => phoneDigits(value) !== null, 'not a phone number'),
  bsuid: z
    .string()
    .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/)
    .optional(),
  /** The owner has a username and hides the number: webhooks carry the BSUID alone. */
  hidesPhone: z.boolean().default(false),
  online: z.boolean().default(true),
  readReceipts: z.boolean().default(true),
});
export type NewPhone = z.input<typeof NewPhone>;

/** The body of `PATCH /simulator/phones/{id}`. */
export const PhoneChange = NewPhone.pick({ name: true, hidesPhone: true, online: true, readReceipts: true })
  .partial()
  .strict();

export type Phone = {
  readonly id: string;
  name: string;
  /** Digits as dialled, with the country code. */
  readonly digits: string;
  readonly waId: string;
  readonly bsuid: string;
  hidesPhone: boolean;
  online: boolean;
  readReceipts: boolean;
  /** What waits for it to come online, in both directions. */
  readonly waiting: Message[];
};

export class PhoneTaken extends Error {}

/** The phones there are, found by id, by number in any written form, or by BSUID. */
export class Phones {
  readonly #byId = new Map<string, Phone>();
  readonly #byNumber = new Map<string, Phone>();
  readonly #byBsuid = new Map<string, Phone>();

  /** @throws {PhoneTaken} when another phone has this number or BSUID. */
  create(input: z.output<typeof NewPhone>): Phone {
    const digits = phoneDigits(input.phone)!;
    const bsuid = input.bsuid ?? `${countryOf(digits)}.${randomInt(1e9, 1e12)}${randomInt(1e8, 1e9)}`;
    if (this.byNumber(digits)) throw new PhoneTaken(`A phone with the number +${digits} exists already.`);
    if (input.id !== undefined && this.#byId.has(input.id)) throw new PhoneTaken(`A phone ${input.id} exists already.`);
    if (this.#byBsuid.has(bsuid)) throw new PhoneTaken(`A phone with the BSUID ${bsuid} exists already.`);
    const { name, hidesPhone, online, readReceipts } = input;
    const phone: Phone = {
      id: input.id ?? this.#newId(name),
      name,
      digits,
      waId: waIdOf(digits),
      bsuid,
      hidesPhone,
      online,
      readReceipts,
      waiting: [],
    };
    this.#byId.set(phone.id, phone);
    this.#byNumber.set(modernForm(digits), phone);
    this.#byBsuid.set(bsuid, phone);
    return phone;
  }

  all(): Phone[] {
    return [...this.#byId.values()];
  }

  get(id: string): Phone | undefined {
    return this.#byId.get(id);
  }

  byNumber(digits: string): Phone | undefined {
    return this.#byNumber.get(modernForm(digits));
  }

  byBsuid(bsuid: string): Phone | undefined {
    return this.#byBsuid.get(bsuid);
  }

  clear() {
    this.#byId.clear();
    this.#byNumber.clear();
    this.#byBsuid.clear();
  }

  #newId(name: string): string {
    const slug = (
      name
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .match(/[a-z]+/i)?.[0] ?? 'phone'
    ).toLowerCase();
    for (let count = 1; ; count++) {
      const id = count === 1 ? slug : `${slug}-${count}`;
      if (!this.#byId.has(id)) return id;
    }
  }
}

const COUNTRIES: [prefix: string, country: string][] = [
  ['971', 'AE'],
  ['55', 'BR'],
  ['54', 'AR'],
  ['52', 'MX'],
  ['49', 'DE'],
  ['44', 'GB'],
  ['33', 'FR'],
  ['1', 'US'],
];
const countryOf = (digits: string) => COUNTRIES.find(([prefix]) => digits.startsWith(prefix))?.[1] ?? 'XX';
