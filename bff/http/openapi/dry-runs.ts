import { z } from 'zod';
import {
  DryRun,
  DryRunInput,
  DryRunList,
  DryRunQuery,
  DryRunSampleQuery,
  DryRunSamples,
  MessagePrices,
  MessagePricesInput,
} from '../../../contract/dry-run.ts';
import { Id } from '../../../contract/id.ts';
import type { Operation } from './operation.ts';

const ById = z.object({ id: Id });

/** What rules would have done, before they are switched on. */
export const dryRuns: Operation[] = [
  {
    method: 'get',
    path: '/admin/v1/automations/dry-runs',
    tag: 'Dashboard',
    summary: 'Dry runs, of a rule or a recipe or all',
    security: 'agent',
    query: DryRunQuery,
    answers: { 200: { description: 'Newest first. They are kept for 30 days.', schema: DryRunList } },
  },
  {
    method: 'post',
    path: '/admin/v1/automations/dry-runs',
    tag: 'Dashboard',
    summary: 'Replay a rule, a recipe or a draft over the last 30 days',
    description:
      'Owners only; one at a time. Nothing is sent. It goes on in the background: ask for it again to see how far it is.',
    security: 'agent',
    body: DryRunInput,
    answers: { 202: { description: 'It has begun.', schema: DryRun } },
    problems: ['forbidden', 'not-found', 'conflict'],
  },
  {
    method: 'get',
    path: '/admin/v1/automations/dry-runs/:id',
    tag: 'Dashboard',
    summary: 'A dry run: how far it is, and what was counted up to now',
    security: 'agent',
    params: ById,
    answers: {
      200: { description: 'With what is not known of the past, and how many runs that touches.', schema: DryRun },
    },
    problems: ['not-found'],
  },
  {
    method: 'get',
    path: '/admin/v1/automations/dry-runs/:id/samples',
    tag: 'Dashboard',
    summary: 'Some of the people a dry run came to, with every decision',
    security: 'agent',
    params: ById,
    query: DryRunSampleQuery,
    answers: { 200: { description: 'At most 20 of each outcome and reason.', schema: DryRunSamples } },
    problems: ['not-found'],
  },
  {
    method: 'post',
    path: '/admin/v1/automations/dry-runs/:id/cancel',
    tag: 'Dashboard',
    summary: 'End a dry run that is under way',
    description: 'Owners only. What was counted up to then stays.',
    security: 'agent',
    params: ById,
    answers: { 200: { description: 'As it is now.', schema: DryRun } },
    problems: ['forbidden', 'not-found'],
  },
  {
    method: 'get',
    path: '/admin/v1/message-prices',
    tag: 'Dashboard',
    summary: 'What Meta charges for messages, as it was entered',
    security: 'agent',
    answers: { 200: { description: 'By category and country.', schema: MessagePrices } },
  },
  {
    method: 'put',
    path: '/admin/v1/message-prices',
    tag: 'Dashboard',
    summary: 'Enter what Meta charges for messages',
    description: "Owners only. Meta's rate cards differ by currency and contract, and no API tells them.",
    security: 'agent',
    body: MessagePricesInput,
    answers: { 200: { description: 'As they are now.', schema: MessagePrices } },
    problems: ['forbidden'],
  },
];
