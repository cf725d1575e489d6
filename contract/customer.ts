import { z } from 'zod';

/** `guest`: somebody on the page whom nothing but a visitor token identifies. `known`: proven, e.g. by a WhatsApp phone. */
export const CustomerRef = z.object({
  id: z.uuid(),
  kind: z.enum(['guest', 'known']),
  /** A proven name (a WhatsApp profile), else what the shopper claims, else null. */
  fullName: z.string().nullable(),
  /** The WhatsApp phone as people write it, e.g. "+49 151 23456789"; null when none is known. */
  phone: z.string().nullable(),
});
export type CustomerRef = z.infer<typeof CustomerRef>;

/**
 * One proven way to recognise a customer. A phone is only one of them: WhatsApp may hide it. `shop_account`: the shop's login. `told_phone`
 * proves nothing: by the shop's word they want to be written to there. `former_phone`: they had that number, and moved to another one;
 * nobody is recognised by it.
 */
export const CustomerIdentity = z.object({
  kind: z.enum(['wa_id', 'bsuid', 'parent_bsuid', 'username', 'shop_account', 'told_phone', 'former_phone']),
  value: z.string(),
});
export type CustomerIdentity = z.infer<typeof CustomerIdentity>;

export const Customer = CustomerRef.extend({
  identities: z.array(CustomerIdentity),
  /** The page on which the conversation began. */
  startedOn: z.object({ url: z.string(), title: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
});
export type Customer = z.infer<typeof Customer>;
