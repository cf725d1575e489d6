import { z } from 'zod';
import { DeliveryList, DeliveryListQuery, SendingState } from '../../../contract/delivery.ts';
import { Id } from '../../../contract/id.ts';
import { NOTHING, type Operation } from './operation.ts';

const ById = z.object({ id: Id });

/** What is on its way by WhatsApp. */
export const deliveries: Operation[] = [
  {
    method: 'get',
    path: '/admin/v1/deliveries',
    tag: 'Dashboard',
    summary: 'Messages that are held, have failed, or wait, each with its past and what to do',
    security: 'agent',
    query: DeliveryListQuery,
    answers: { 200: { description: 'One page; `next` is the cursor of the one after it.', schema: DeliveryList } },
  },
  {
    method: 'get',
    path: '/admin/v1/deliveries/state',
    tag: 'Dashboard',
    summary: 'How sending stands: what is queued, and which numbers are stopped and why',
    security: 'agent',
    answers: { 200: { description: 'Number by number.', schema: SendingState } },
  },
  {
    method: 'post',
    path: '/admin/v1/deliveries/:id/send-again',
    tag: 'Dashboard',
    summary: 'Send what is held or has failed once more; what was held may then arrive twice',
    security: 'agent',
    params: ById,
    answers: NOTHING,
    problems: ['not-found', 'conflict'],
  },
  {
    method: 'post',
    path: '/admin/v1/deliveries/:id/give-up',
    tag: 'Dashboard',
    summary: 'Do not send what waits, is in doubt or is held',
    security: 'agent',
    params: ById,
    answers: NOTHING,
    problems: ['not-found', 'conflict'],
  },
];
