import { z } from 'zod';

/** `all`: everything automatic. An opt-in to `all` takes an opt-out back and grants nothing; offers need one to `marketing`. */
export const ConsentTopic = z.enum(['marketing', 'all']);
export type ConsentTopic = z.infer<typeof ConsentTopic>;

export const ConsentAction = z.enum(['opt-in', 'opt-out']);
export type ConsentAction = z.infer<typeof ConsentAction>;

/** How it became known. */
export const ConsentSource = z.enum([
  'typed-word',
  'button',
  'meta-preference',
  'meta-error',
  'checkbox',
  'agent',
  'api',
  'import',
]);
export type ConsentSource = z.infer<typeof ConsentSource>;

/** Longest wording that is kept, in UTF-16 code units. */
export const MAX_WORDING = 2000;
const Wording = z.string().trim().min(1).max(MAX_WORDING);

/** What a shopper ticked or unticked on a page, word for word as it stood there. */
export const ShopperConsentInput = z.strictObject({
  topic: ConsentTopic,
  action: ConsentAction.default('opt-in'),
  wording: Wording,
  page: z.strictObject({ url: z.string().max(2000), title: z.string().max(300) }),
});
export type ShopperConsentInput = z.infer<typeof ShopperConsentInput>;

/** `pending`: it counts once the phone has confirmed it by WhatsApp. */
export const ShopperConsentAnswer = z.object({ pending: z.boolean() });
export type ShopperConsentAnswer = z.infer<typeof ShopperConsentAnswer>;

/** What an agent was told by a customer. */
export const AgentConsentInput = z.strictObject({
  topic: ConsentTopic,
  action: ConsentAction,
  /** How and where the customer said so: "by phone, asked for the new catalogue". */
  reason: z.string().trim().min(1).max(500),
  /** What the customer was asked, word for word. */
  wording: Wording.optional(),
});
export type AgentConsentInput = z.infer<typeof AgentConsentInput>;

const Standing = z.enum(['in', 'out', 'none']);

/** Why something would not be sent; null: it would. */
const Refusal = z
  .object({
    reason: z.enum(['opted-out', 'opted-out-of-marketing', 'stopped-in-whatsapp', 'no-opt-in']),
    words: z.string(),
  })
  .nullable();

/** How a customer stands, why, and all they ever said. */
export const CustomerConsents = z.object({
  marketing: Standing,
  all: Standing,
  refuses: z.object({ transactional: Refusal, marketing: Refusal }),
  /** Newest first. */
  history: z.array(
    z.object({
      id: z.uuid(),
      topic: ConsentTopic,
      action: ConsentAction,
      source: ConsentSource,
      /** What the customer was shown or wrote. */
      wording: z.string().nullable(),
      /** In their own words, of who recorded it. */
      reason: z.string().nullable(),
      /** The agent who recorded it. */
      by: z.string().nullable(),
      /** The page on which it was ticked. */
      url: z.string().nullable(),
      at: z.iso.datetime(),
      /** It counts once the phone has confirmed it. */
      pending: z.boolean(),
    }),
  ),
});
export type CustomerConsents = z.infer<typeof CustomerConsents>;

const Words = z.array(z.string().trim().min(1).max(60)).max(50);

/** How a merchant hears consent taken back, and asks for it. */
export const ConsentSettings = z.strictObject({
  /** Of this shop's customers, besides the words that everybody knows. */
  stopWords: Words,
  startWords: Words,
  /** Told with the answer to STOP; with it START is a yes to offers, in these words. Null: START takes the STOP back, and no more. */
  startOffer: z.string().trim().min(1).max(500).nullable(),
  /** What is ticked on a page counts once the customer confirmed it by WhatsApp. */
  confirmOptIns: z.boolean(),
});
export type ConsentSettings = z.infer<typeof ConsentSettings>;

/** What customers may write in one language, besides the merchant's own words, and what they are answered. `*`: in any language. */
const WordsOfLanguage = z.object({
  /** Two letters (ISO 639-1), or `*`. */
  language: z.string(),
  /** They end everything automatic. */
  stop: z.array(z.string()),
  /** They end offers. */
  stopOffers: z.array(z.string()),
  /** They end everything automatic if our last message was an offer. */
  stopAfterOffer: z.array(z.string()),
  start: z.array(z.string()),
  /** As the customer reads them, with the shop's name; null: nobody is answered in this language. `confirm` has `{wording}` in it. */
  answers: z
    .object({
      stopped: z.string(),
      'stopped-offers': z.string(),
      started: z.string(),
      confirm: z.string(),
      confirmed: z.string(),
    })
    .nullable(),
});

export const ConsentWords = z.object({ languages: z.array(WordsOfLanguage) });
export type ConsentWords = z.infer<typeof ConsentWords>;

/** `check`: nothing is kept; the answer says what would be. */
export const ConsentImportQuery = z.strictObject({ check: z.stringbool().default(false) });

/** What became of an import, or would. Lines count from 1, the header included. */
export const ConsentImportResult = z.object({
  recorded: z.number().int(),
  /** Known already, by an earlier import of the same. */
  known: z.number().int(),
  /** Lines that are left out: what is wrong with each and how to mend it. */
  errors: z.array(z.object({ line: z.number().int(), what: z.string(), mend: z.string() })),
});
export type ConsentImportResult = z.infer<typeof ConsentImportResult>;
