import { z } from 'zod';
import { Delivery, Purpose } from './message.ts';

/**
 * `held`: it may have arrived, and a person decides; `failed`: what did not go, newest first; `waiting`: what is queued, with the reason
 * where it is put off, next in line first.
 */
export const DeliveryView = z.enum(['held', 'failed', 'waiting']);
export type DeliveryView = z.infer<typeof DeliveryView>;

export const DeliveryListQuery = z.strictObject({
  view: DeliveryView.default('waiting'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type DeliveryListQuery = z.infer<typeof DeliveryListQuery>;

/** What became of an attempt, or what was decided, in the order in which it happened. */
export const DeliveryEpisode = z.object({
  at: z.iso.datetime(),
  /** The number of the attempt, from 1. */
  attempt: z.number().int(),
  what: z.enum([
    'refused',
    'unreachable',
    'put-back',
    'unknown',
    'sent-again',
    'arrived-twice',
    'released',
    'given-up',
  ]),
  /** Meta's code. */
  code: z.number().int().optional(),
  words: z.string().optional(),
});
export type DeliveryEpisode = z.infer<typeof DeliveryEpisode>;

export const DeliveryRow = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  messageId: z.uuid(),
  customer: z.object({ id: z.uuid(), name: z.string().nullable(), phone: z.string().nullable() }),
  /** The number it goes from, as people write it. */
  from: z.string(),
  purpose: Purpose,
  /** The message in one line. */
  preview: z.string(),
  delivery: Delivery,
  attempts: z.number().int(),
  history: z.array(DeliveryEpisode),
  /** What the merchant can do about it, as a sentence; null where there is nothing to do. */
  advice: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const DeliveryList = z.object({ deliveries: z.array(DeliveryRow), next: z.string().nullable() });
export type DeliveryList = z.infer<typeof DeliveryList>;

/** Counts stop at {@link MOST_COUNTED}: more than that is told as that. */
export const MOST_COUNTED = 10_000;

/** How sending stands, number by number. */
export const SendingState = z.object({
  held: z.number().int(),
  failedToday: z.number().int(),
  numbers: z.array(
    z.object({
      id: z.uuid(),
      displayPhone: z.string(),
      sending: z.enum(['on', 'no-marketing', 'stopped']),
      /** Why it is stopped, and what to do, as sentences. */
      stop: z
        .object({
          code: z.number().int().nullable(),
          reason: z.string(),
          advice: z.string().nullable(),
          at: z.iso.datetime(),
          resumesAt: z.iso.datetime().nullable(),
        })
        .nullable(),
      queued: z.object({ reply: z.number().int(), transactional: z.number().int(), marketing: z.number().int() }),
    }),
  ),
});
export type SendingState = z.infer<typeof SendingState>;
