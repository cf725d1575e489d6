import { ClockMove, DemoClock } from '../../../contract/demo.ts';
import type { Operation } from './operation.ts';

/** What providers and operators use. */
export const others: Operation[] = [
  {
    method: 'get',
    path: '/webhooks/whatsapp',
    tag: 'Webhooks',
    summary: "Meta's handshake",
    answers: { 200: { description: 'The challenge, as plain text.', type: 'text/plain' } },
    problems: ['forbidden'],
  },
  {
    method: 'post',
    path: '/webhooks/whatsapp',
    tag: 'Webhooks',
    summary: 'What WhatsApp tells us',
    headers: [{ name: 'X-Hub-Signature-256', description: 'HMAC-SHA256 of the raw body with the app secret.' }],
    answers: { 200: { description: 'Stored; worked on later.' } },
    problems: ['unauthenticated', 'too-large'],
  },
  {
    method: 'get',
    path: '/healthz',
    tag: 'Operation',
    summary: 'Alive',
    answers: { 200: { description: 'ok', type: 'text/plain' } },
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'Operation',
    summary: 'Fit to take requests',
    answers: { 200: { description: 'ok', type: 'text/plain' } },
    problems: ['unavailable'],
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'Operation',
    summary: 'Prometheus metrics',
    description: 'With the Bearer token of WOODEX_METRICS_TOKEN; where that is not set, from the same machine only.',
    answers: { 200: { description: "In Prometheus' text format.", type: 'text/plain' } },
    problems: ['not-found'],
  },
  {
    method: 'get',
    path: '/demo/clock',
    tag: 'Operation',
    summary: "The demo's time",
    description: 'Of a demo, from the same machine only (or with the Bearer token of WOODEX_METRICS_TOKEN).',
    answers: { 200: { description: 'What time it is there.', schema: DemoClock } },
    problems: ['not-found'],
  },
  {
    method: 'post',
    path: '/demo/clock',
    tag: 'Operation',
    summary: "Move the demo's time on",
    description: 'Never back. What is due by then is done. Of a demo, from the same machine only.',
    body: ClockMove,
    answers: { 200: { description: 'What time it is now.', schema: DemoClock } },
    problems: ['not-found'],
  },
];
