import { z } from 'zod';

/** How many rows of each kind were deleted or made nobody's. */
export const ErasureReceipt = z.record(z.string(), z.number().int());
export type ErasureReceipt = z.infer<typeof ErasureReceipt>;

/** What a shop asked for on behalf of a person (Shopify's customers/data_request, customers/redact, shop/redact). */
export const PrivacyRequest = z.object({
  id: z.uuid(),
  kind: z.enum(['export', 'erase-customer', 'erase-shop']),
  /** The shop's id of that person. */
  externalCustomerId: z.string().nullable(),
  receivedAt: z.iso.datetime(),
  /** An erasure: when it was done. An export: since when it can be fetched. */
  doneAt: z.iso.datetime().nullable(),
  erased: ErasureReceipt.nullable(),
});
export type PrivacyRequest = z.infer<typeof PrivacyRequest>;

/** All that is held of a person, table by table, as rows. */
export const PersonExport = z.object({
  exportedAt: z.iso.datetime(),
  customers: z.array(z.string()),
  held: z.record(z.string(), z.array(z.record(z.string(), z.json()))),
});
export type PersonExport = z.infer<typeof PersonExport>;
