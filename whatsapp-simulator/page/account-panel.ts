import { api, type MetaView } from './api.ts';
import { byId, h } from './dom.ts';

type AccountView = MetaView['accounts'][number];
type TemplateView = AccountView['templates'][number];

const TIERS: Record<AccountView['messagingLimit'], string> = {
  TIER_250: '250 people a day',
  TIER_2K: '2,000 people a day',
  TIER_10K: '10,000 people a day',
  TIER_100K: '100,000 people a day',
  TIER_UNLIMITED: 'Unlimited',
};
const STANDINGS: Record<AccountView['standing'], string> = {
  good: 'Good',
  restricted: 'Restricted: may only answer',
  locked: 'Locked',
  unpaid: 'Payment problem',
};
const QUALITIES = { GREEN: 'Green', YELLOW: 'Yellow', RED: 'Red', UNKNOWN: 'Unknown' };

let shown = '';

/** What Meta thinks of the account, and the levers to change its mind. Only a change draws it anew, so the focus stays. */
export function showAccounts({ accounts }: MetaView) {
  const state = accounts.map(({ wabaId, messagingLimit, standing, numbers, templates }) => ({
    wabaId,
    messagingLimit,
    standing,
    numbers,
    templates,
  }));
  const json = JSON.stringify(state);
  if (json === shown) return;
  shown = json;
  const focused = document.activeElement?.getAttribute('data-key');
  const elements = accounts.flatMap(accountElements);
  byId('accounts').replaceChildren(...elements);
  if (focused)
    byId('accounts')
      .querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)
      ?.focus();
}

function accountElements({ wabaId, messagingLimit, standing, numbers, templates }: AccountView) {
  const isOpen =
    byId('accounts').querySelector<HTMLDetailsElement>(`[data-account="${CSS.escape(wabaId)}"]`)?.open ?? false;
  return [
    choice('Messaging limit', `limit ${wabaId}`, TIERS, messagingLimit, value =>
      api.changeAccount(wabaId, { messagingLimit: value }),
    ),
    choice('Standing', `standing ${wabaId}`, STANDINGS, standing, value =>
      api.changeAccount(wabaId, { standing: value }),
    ),
    ...numbers.map(({ phoneNumberId, displayPhoneNumber, quality }) =>
      choice(`Quality of ${displayPhoneNumber}`, `quality ${phoneNumberId}`, QUALITIES, quality, value =>
        api.changeNumber(phoneNumberId, { quality: value }),
      ),
    ),
    h(
      'details',
      { 'data-account': wabaId, open: isOpen },
      h('summary', {}, `Templates (${templates.length})`),
      h('ul', { class: 'rows' }, ...templates.map(templateRow)),
    ),
  ];
}

function choice<K extends string>(
  label: string,
  key: string,
  choices: Record<K, string>,
  current: K,
  choose: (value: K) => Promise<unknown>,
) {
  const options = (Object.entries(choices) as [K, string][]).map(([value, words]) =>
    h('option', { value, selected: value === current }, words),
  );
  const select = h('select', { 'data-key': key, onchange: () => void choose(select.value as K) }, ...options);
  return h('label', { class: 'choice' }, h('span', {}, label), select);
}

const STATUS_WORDS: Record<TemplateView['status'], string> = {
  APPROVED: 'approved',
  PENDING: 'in review',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  DISABLED: 'disabled',
};

function templateRow({ id, name, language, status, held, pacing }: TemplateView) {
  const act = (words: string, change: object) =>
    h(
      'button',
      {
        type: 'button',
        class: 'small',
        'data-key': `${words} ${id}`,
        'aria-label': `${words} ${name} ${language}`,
        onclick: () => void api.changeTemplate(id, change),
      },
      words,
    );
  const actions =
    status === 'APPROVED'
      ? [act('Pause', { status: 'PAUSED' })]
      : [act('Approve', { status: 'APPROVED' }), status === 'PENDING' && act('Reject', { status: 'REJECTED' })];
  const pace = pacing === 'hold' ? [act('Release', { pacing: 'release' }), act('Drop', { pacing: 'drop' })] : [];
  return h(
    'li',
    { 'data-template': id },
    h(
      'span',
      {},
      h('b', {}, name),
      ` ${language} `,
      h('span', { class: status === 'APPROVED' ? 'good' : 'bad' }, STATUS_WORDS[status]),
      held > 0 && ` · ${held} held`,
    ),
    h('span', { class: 'acts' }, ...actions, ...pace),
  );
}
