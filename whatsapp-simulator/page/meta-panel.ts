import type { MetaView } from './api.ts';
import { byId, h } from './dom.ts';
import { time } from './format.ts';

/** Meta's side: whether the webhooks answer, what was delivered, what was refused. */
export function showMeta(meta: MetaView) {
  const panel = h(
    'div',
    {},
    ...meta.accounts.flatMap(accountElements),
    meta.accounts.length === 0 && h('p', { class: 'empty' }, 'No account is configured.'),
    h('h3', {}, 'Refused calls'),
    meta.refusals.length === 0 && h('p', { class: 'empty' }, 'None.'),
    h(
      'ul',
      { class: 'log' },
      ...meta.refusals.map(refusal =>
        h(
          'li',
          { class: 'bad' },
          h('b', {}, String(refusal.code)),
          h('span', {}, refusal.details),
          h('time', {}, time(refusal.at)),
        ),
      ),
    ),
  );
  byId('meta').replaceChildren(panel);
}

function accountElements({
  numbers,
  webhookUrl,
  handshake,
  waiting,
  deliveries,
  subscribed,
}: MetaView['accounts'][number]) {
  const verified = handshake?.state === 'verified';
  const state = verified
    ? 'verified'
    : `not verified: ${handshake?.reason ?? 'asking'} (try ${handshake?.attempts ?? 0})`;
  return [
    h('h3', {}, numbers.map(number => number.verifiedName).join(', ')),
    h('p', { class: 'url' }, webhookUrl),
    h('p', { class: verified ? 'good' : 'bad' }, `Webhook ${state}`),
    !subscribed && h('p', { class: 'bad' }, 'The app is not subscribed: no webhook is sent.'),
    h('p', {}, `${waiting} waiting`),
    h(
      'ul',
      { class: 'log' },
      ...deliveries.map(delivery =>
        h(
          'li',
          { class: delivery.state === 'delivered' ? 'good' : 'bad' },
          h('b', {}, delivery.status === null ? '…' : String(delivery.status)),
          h('span', {}, names(delivery.labels), delivery.attempts > 1 ? ` · ${delivery.attempts} tries` : ''),
          h('time', {}, delivery.lastAttemptAt ? time(delivery.lastAttemptAt) : ''),
        ),
      ),
    ),
  ];
}

const names = (labels: string[]) =>
  labels.length > 3 ? `${labels.slice(0, 3).join(', ')} +${labels.length - 3}` : labels.join(', ');
