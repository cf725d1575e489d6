import { api, type PhoneView } from './api.ts';
import { avatar, byId, h } from './dom.ts';

type Switch = 'online' | 'readReceipts' | 'hidesPhone' | keyof typeof TROUBLES;

/** Whose phone this is, the three switches of a real one, and how it makes trouble. */
export function showPicker(phones: PhoneView[], currentId: string, pick: (phoneId: string) => void) {
  byId('phones').replaceChildren(
    ...phones.map(phone =>
      h(
        'button',
        {
          type: 'button',
          class: 'person',
          'data-phone': phone.id,
          'aria-current': phone.id === currentId ? 'true' : undefined,
          onclick: () => pick(phone.id),
        },
        avatar(phone.name),
        h('span', { class: 'who', dir: 'auto' }, phone.name),
        h(
          'small',
          {},
          phone.hidesPhone ? 'number hidden' : h('bdi', { dir: 'ltr' }, phone.phone),
          phone.online ? '' : ' · offline',
        ),
        phone.unread > 0 &&
          h('span', { class: 'unread', 'aria-label': `${phone.unread} unread` }, String(phone.unread)),
      ),
    ),
  );
  const current = phones.find(phone => phone.id === currentId);
  const json = JSON.stringify({ ...current, unread: 0 });
  if (!current || json === shown) return;
  shown = json;
  const wasOpen = byId('settings').querySelector('details')?.open ?? false;
  const focused = document.activeElement?.getAttribute('data-setting');
  byId('settings').replaceChildren(...switches(current, wasOpen));
  if (focused) byId('settings').querySelector<HTMLElement>(`[data-setting=${focused}]`)?.focus();
}

let shown = '';

/** What a phone can be like, in people's words. */
const TROUBLES = {
  blocked: 'Has blocked us',
  notOnWhatsApp: 'Not on WhatsApp',
  optedOut: 'Stopped marketing',
  marketingCap: 'Has had enough offers',
  inExperiment: 'In an experiment',
};

function switches(phone: PhoneView, isOpen: boolean) {
  const toggle = (name: Switch, words: string) => {
    const input = h('input', {
      type: 'checkbox',
      role: 'switch',
      'data-setting': name,
      checked: phone[name],
      onchange: () => void api.changePhone(phone.id, { [name]: !phone[name] }),
    });
    return h('label', {}, input, words);
  };
  return [
    toggle('online', 'Online'),
    toggle('readReceipts', 'Read receipts'),
    toggle('hidesPhone', 'Hide number'),
    h(
      'details',
      { open: isOpen },
      h('summary', {}, 'How it takes messages'),
      ...(Object.keys(TROUBLES) as (keyof typeof TROUBLES)[]).map(name => toggle(name, TROUBLES[name])),
      lateFailure(phone),
    ),
    h('small', { class: 'ids' }, `wa_id ${phone.waId}`, h('br'), phone.bsuid),
  ];
}

function lateFailure({ id, lateFailure: code }: PhoneView) {
  const input = h('input', {
    type: 'checkbox',
    role: 'switch',
    'data-setting': 'lateFailure',
    checked: code !== null,
    onchange: () => void api.changePhone(id, { lateFailure: code === null ? 131000 : null }),
  });
  return h('label', {}, input, 'Fails after it arrived');
}
