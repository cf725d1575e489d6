import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { ErasureReceipt, PersonExport, PrivacyRequest } from '../../../contract/privacy.ts';
import { Store, StoreChange, StoreInput } from '../../../contract/store.ts';
import { NOTHING, type Operation } from './operation.ts';

const ById = z.object({ id: Id });

/** Shops that tell us of their orders, and what they ask for on behalf of persons. */
export const stores: Operation[] = [
  {
    method: 'get',
    path: '/admin/v1/stores',
    tag: 'Dashboard',
    summary: 'Connected shops',
    description: 'Owners only.',
    security: 'agent',
    answers: { 200: { description: 'Without their secrets.', schema: z.object({ stores: z.array(Store) }) } },
    problems: ['forbidden'],
  },
  {
    method: 'post',
    path: '/admin/v1/stores',
    tag: 'Dashboard',
    summary: 'Connect a Shopify or WooCommerce shop',
    description:
      'Owners only. One shop of a kind. With `api` it is also asked, every 15 minutes, for the orders that its webhooks lost.',
    security: 'agent',
    body: StoreInput,
    answers: { 201: { description: 'Its webhooks are taken from now on.', schema: Store } },
    problems: ['forbidden', 'conflict'],
  },
  {
    method: 'patch',
    path: '/admin/v1/stores/:id',
    tag: 'Dashboard',
    summary: "Change a shop's secrets",
    description: 'Owners only. What the secret before signed is taken for another hour.',
    security: 'agent',
    params: ById,
    body: StoreChange,
    answers: { 200: { description: 'As it is now.', schema: Store } },
    problems: ['forbidden', 'not-found'],
  },
  {
    method: 'delete',
    path: '/admin/v1/stores/:id',
    tag: 'Dashboard',
    summary: 'Disconnect a shop',
    description: 'Owners only. What it told stays. It is still heard when it asks for somebody to be forgotten.',
    security: 'agent',
    params: ById,
    answers: NOTHING,
    problems: ['forbidden', 'not-found'],
  },
  {
    method: 'get',
    path: '/admin/v1/privacy-requests',
    tag: 'Dashboard',
    summary: 'What shops ask for on behalf of persons',
    description: 'Owners only. Newest first, with what was erased.',
    security: 'agent',
    answers: { 200: { description: 'At most 200.', schema: z.object({ requests: z.array(PrivacyRequest) }) } },
    problems: ['forbidden'],
  },
  {
    method: 'get',
    path: '/admin/v1/privacy-requests/:id/export',
    tag: 'Dashboard',
    summary: 'All that is held of whom a request names',
    description: 'Owners only.',
    security: 'agent',
    params: ById,
    answers: { 200: { description: 'Table by table.', schema: PersonExport } },
    problems: ['forbidden', 'not-found', 'conflict'],
  },
  {
    method: 'get',
    path: '/admin/v1/customers/:id/export',
    tag: 'Dashboard',
    summary: 'All that is held of a customer',
    description: 'Owners only.',
    security: 'agent',
    params: ById,
    answers: { 200: { description: 'Table by table.', schema: PersonExport } },
    problems: ['forbidden', 'not-found'],
  },
  {
    method: 'delete',
    path: '/admin/v1/customers/:id',
    tag: 'Dashboard',
    summary: 'Erase a customer',
    description:
      'Owners only, and for good: names, contacts, messages and journey go; orders and quotes keep their amounts and are nobody’s. A shop that still has the person tells of them again with their next order.',
    security: 'agent',
    params: ById,
    answers: {
      200: { description: 'How many rows of each table.', schema: z.object({ erased: ErasureReceipt }) },
    },
    problems: ['forbidden', 'not-found'],
  },
  {
    method: 'post',
    path: '/webhooks/shopify',
    tag: 'Webhooks',
    summary: 'What Shopify tells us',
    description: 'Headers with and without `X-`. The shop is the one whose secret signed the body.',
    headers: [
      { name: 'X-Shopify-Hmac-Sha256', description: "Base64 of HMAC-SHA256 of the raw body with the app's secret." },
      { name: 'X-Shopify-Shop-Domain', description: 'The connected shop, like oak.myshopify.com.' },
      { name: 'X-Shopify-Topic', description: 'What the body is, e.g. orders/create.' },
      { name: 'X-Shopify-Webhook-Id', description: 'A repetition has the same one, and is one.' },
    ],
    answers: { 200: { description: 'Stored; worked on later.' } },
    problems: ['unauthenticated', 'too-large'],
  },
  {
    method: 'post',
    path: '/webhooks/woocommerce',
    tag: 'Webhooks',
    summary: 'What WooCommerce tells us',
    description: 'The unsigned ping `webhook_id=…` gets a 200 and is not kept.',
    headers: [
      {
        name: 'X-WC-Webhook-Signature',
        description: "Base64 of HMAC-SHA256 of the raw body with the webhook's secret.",
      },
      { name: 'X-WC-Webhook-Source', description: 'The home URL of the connected shop.' },
      { name: 'X-WC-Webhook-Topic', description: 'What the body is, e.g. order.updated.' },
    ],
    answers: { 200: { description: 'Stored; worked on later.' } },
    problems: ['unauthenticated', 'too-large'],
  },
];
