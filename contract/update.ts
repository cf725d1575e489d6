import { z } from 'zod';
import { ConversationSummary } from './conversation.ts';
import { LeadReason } from './lead-score.ts';
import { Message } from './message.ts';
import { ConversationSnapshot } from './storefront.ts';

/*
 * What the two streams send (server-sent events). Every `update` has the number of its stream as SSE `id`; numbers run 1…n without
 * a hole. Payloads carry the state as it is now, so applying one twice changes nothing.
 *
 *   event: hello   {conversation?, from, to}  first: what will be replayed: the updates after `from` up to `to`
 *   event: update  an update, with id
 *   event: reset   the past is gone or the thread was merged: forget what you know (with id)
 *   event: beat    {to}                       every 15 s: the newest number; a screen that has less missed something and reconnects
 *   event: typing  Typing                     passing, without number
 *   event: journey JourneyMoved               passing, without number; agents only
 *   event: numbers {}                         passing, without number; agents only: WhatsApp's numbers or templates changed
 */

export const Hello = z.object({
  conversation: z.uuid().optional(),
  from: z.number().int().nonnegative(),
  to: z.number().int().nonnegative(),
});
export type Hello = z.infer<typeof Hello>;

export const Beat = z.object({ to: z.number().int().nonnegative() });
export type Beat = z.infer<typeof Beat>;

/** Clear it after 6 s without another one. Nobody's name is in it: between nodes it travels where names must not. */
export const Typing = z.object({
  conversation: z.uuid(),
  by: z.enum(['shopper', 'agent']),
  typing: z.boolean(),
});
export type Typing = z.infer<typeof Typing>;

/** Something is new on these customers' journeys: whoever shows one asks anew. A lost one is made up for by the next. */
export const JourneyMoved = z.object({ customers: z.array(z.uuid()) });
export type JourneyMoved = z.infer<typeof JourneyMoved>;

/** What a shopper's screen is told. `internal`: something that is not the shopper's business happened; it only moves the number. */
export const ShopperUpdate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), seq: z.number().int(), message: Message }),
  z.object({
    kind: z.literal('read'),
    seq: z.number().int(),
    by: z.enum(['shopper', 'agent']),
    upTo: z.number().int(),
  }),
  z.object({ kind: z.literal('internal'), seq: z.number().int() }),
]);
export type ShopperUpdate = z.infer<typeof ShopperUpdate>;

/** `reset` on the shopper's stream. Its SSE id is `snapshot.seq`. */
export const ShopperReset = ConversationSnapshot;
export type ShopperReset = ConversationSnapshot;

/** What the agents' stream tells, numbered per merchant. `conversation` is the row of the inbox as it is now. */
export const AgentUpdate = z.object({
  seq: z.number().int(),
  conversationId: z.uuid(),
  /** Null: the conversation was merged into another one and is gone. */
  conversation: ConversationSummary.nullable(),
  change: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('message'), message: Message }),
    z.object({ kind: z.literal('read'), by: z.enum(['shopper', 'agent']), upTo: z.number().int() }),
    /** Status, assignee, customer or service window changed. */
    z.object({ kind: z.literal('conversation') }),
    z.object({ kind: z.literal('merged'), into: z.uuid() }),
    /** The customer's lead score reached what the merchant calls hot. */
    z.object({ kind: z.literal('lead'), score: z.number().int(), reasons: z.array(LeadReason) }),
  ]),
});
export type AgentUpdate = z.infer<typeof AgentUpdate>;

/** `reset` on the agents' stream: load the lists anew; its SSE id is `to`. */
export const AgentReset = z.object({ to: z.number().int() });
export type AgentReset = z.infer<typeof AgentReset>;
