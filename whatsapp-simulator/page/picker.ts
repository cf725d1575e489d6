import { api, type PhoneView } from './api.ts';
import { avatar, byId, h } from './dom.ts';

/** Whose phone this is, and the three switches of a real one. */
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
        h('small', {}, phone.hidesPhone ? 'number hidden' : phone.phone, phone.online ? '' : ' · offline'),
        phone.unread > 0 &&
          h('span', { class: 'unread', 'aria-label': `${phone.unread} unread` }, String(phone.unread)),
      ),
    ),
  );
  const current = phones.find(phone => phone.id === currentId);
  if (current) byId('settings').replaceChildren(...switches(current));
}

function switches(phone: PhoneView) {
  const toggle = (name: 'online' | 'readReceipts' | 'hidesPhone', words: string) => {
    const input = h('input', {
      type: 'checkbox',
      role: 'switch',
      checked: phone[name],
      onchange: () => void api.changePhone(phone.id, { [name]: !phone[name] }),
    });
    return h('label', {}, input, words);
  };
  return [
    toggle('online', 'Online'),
    toggle('readReceipts', 'Read receipts'),
    toggle('hidesPhone', 'Hide number'),
    h('small', { class: 'ids' }, `wa_id ${phone.waId}`, h('br'), phone.bsuid),
  ];
}
