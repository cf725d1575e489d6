import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Message } from './messages.ts';
import { type Behaviour, WELL_BEHAVED } from './phone/behaviour.ts';
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

/** The body of `POST /simulator/phones/bulk`. */
export const Crowd = z.strictObject({
  count: z.int().min(1).max(1_000_000),
  /** What the numbers begin with; six digits or more follow. */
  prefix: z
    .string()
    .regex(/^\d{1,8}$/)
    .default('4915550'),
  name: z.string().min(1).max(100).default('Person'),
  online: z.boolean().default(true),
  readReceipts: z.boolean().default(true),
});
type Crowd = z.infer<typeof Crowd>;

export type Phone = {
  readonly id: string;
  name: string;
  /** Digits as dialled, with the country code. */
  digits: string;
  waId: string;
  bsuid: string;
  hidesPhone: boolean;
  online: boolean;
  readReceipts: boolean;
  behaviour: Behaviour;
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
      behaviour: WELL_BEHAVED,
      waiting: [],
    };
    return this.#index(phone);
  }

  /** Someone who was unknown until a business wrote to this number. */
  adopt(digits: string): Phone {
    return this.#add(`n${digits}`, `+${digits}`, digits, {});
  }

  /** Many phones at once: numbers that begin with `prefix`, the next free ones, all with as many digits. */
  createMany({ count, prefix, name, ...settings }: Crowd): Phone[] {
    const made: Phone[] = [];
    for (let index = 1; made.length < count; index++) {
      const digits = prefix + String(index).padStart(6, '0');
      if (!this.byNumber(digits)) made.push(this.#add(`n${digits}`, `${name} ${index}`, digits, settings));
    }
    return made;
  }

  #add(id: string, name: string, digits: string, settings: { online?: boolean; readReceipts?: boolean }): Phone {
    const phone: Phone = {
      id,
      name,
      digits,
      waId: waIdOf(digits),
      bsuid: `${countryOf(digits)}.8${digits.padStart(17, '0')}`,
      hidesPhone: false,
      online: settings.online ?? true,
      readReceipts: settings.readReceipts ?? true,
      behaviour: WELL_BEHAVED,
      waiting: [],
    };
    return this.#index(phone);
  }

  #index(phone: Phone): Phone {
    this.#byId.set(phone.id, phone);
    this.#byNumber.set(modernForm(phone.digits), phone);
    this.#byBsuid.set(phone.bsuid, phone);
    return phone;
  }

  renumber(phone: Phone, digits: string, bsuid = phone.bsuid) {
    this.#byNumber.delete(modernForm(phone.digits));
    this.#byBsuid.delete(phone.bsuid);
    Object.assign(phone, { digits, waId: waIdOf(digits), bsuid });
    this.#index(phone);
  }

  /** Those after phone `after`, at most `limit`, whose name, id or number has `search` in it. */
  page({ after, limit, search }: { after: string | undefined; limit: number; search: string }): Phone[] {
    const found: Phone[] = [];
    let isAfter = after === undefined;
    for (const phone of this.#byId.values()) {
      if (found.length >= limit) break;
      if (isAfter && `${phone.name} ${phone.id} ${phone.digits}`.toLowerCase().includes(search)) found.push(phone);
      isAfter ||= phone.id === after;
    }
    return found;
  }

  get count(): number {
    return this.#byId.size;
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
