import { z } from 'zod';
import {
  AgentConsentInput,
  ConsentImportQuery,
  ConsentImportResult,
  ConsentSettings,
  ConsentWords,
  CustomerConsents,
  ShopperConsentAnswer,
  ShopperConsentInput,
} from '../../../contract/consent.ts';
import { Id } from '../../../contract/id.ts';
import type { Operation } from './operation.ts';

const ById = z.object({ id: Id });

/** Who agreed to what. */
export const consent: Operation[] = [
  {
    method: 'post',
    path: '/v1/consents',
    tag: 'Storefront',
    summary: 'What the shopper ticked or unticked on a page',
    security: 'visitor',
    body: ShopperConsentInput,
    answers: { 201: { description: 'Recorded.', schema: ShopperConsentAnswer } },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'too-many-requests'],
  },
  {
    method: 'get',
    path: '/admin/v1/customers/:id/consents',
    tag: 'Dashboard',
    summary: 'What a customer agreed to, what they refused, and how it is known',
    security: 'agent',
    params: ById,
    answers: { 200: { description: 'As it stands, with its history.', schema: CustomerConsents } },
    problems: ['not-found'],
  },
  {
    method: 'post',
    path: '/admin/v1/customers/:id/consents',
    tag: 'Dashboard',
    summary: 'An agent records what a customer told them',
    security: 'agent',
    params: ById,
    body: AgentConsentInput,
    answers: { 201: { description: 'How the customer stands now.', schema: CustomerConsents } },
    problems: ['not-found'],
  },
  {
    method: 'get',
    path: '/admin/v1/consent-settings',
    tag: 'Dashboard',
    summary: 'How consent is asked for and heard',
    security: 'agent',
    answers: { 200: { description: 'For owners.', schema: ConsentSettings } },
    problems: ['forbidden'],
  },
  {
    method: 'put',
    path: '/admin/v1/consent-settings',
    tag: 'Dashboard',
    summary: 'Change how consent is asked for and heard',
    security: 'agent',
    body: ConsentSettings,
    answers: { 200: { description: 'As it is now.', schema: ConsentSettings } },
    problems: ['forbidden'],
  },
  {
    method: 'get',
    path: '/admin/v1/consent-settings/words',
    tag: 'Dashboard',
    summary: 'The words that customers may write in each language, and what they are answered',
    security: 'agent',
    answers: { 200: { description: 'For owners.', schema: ConsentWords } },
    problems: ['forbidden'],
  },
  {
    method: 'post',
    path: '/admin/v1/consents/import',
    tag: 'Dashboard',
    summary: 'Take in a list of consents (text/csv: phone, topic, action, wording, at, note)',
    security: 'agent',
    query: ConsentImportQuery,
    answers: {
      200: {
        description: 'What was recorded, or would be, and the lines that were wrong.',
        schema: ConsentImportResult,
      },
    },
    problems: ['invalid-request', 'forbidden', 'too-large'],
  },
];
