import type { ChatView, PhoneView } from './api.ts';
import { avatar, byId, h, icon } from './dom.ts';
import { time } from './format.ts';

/** The chat list of one phone: a row per business. */
export function showList(phone: PhoneView, chats: ChatView[], open: (phoneNumberId: string) => void) {
  const rows = chats.map(chat => h('li', {}, row(chat, open)));
  byId('list-screen').replaceChildren(
    h('header', { class: 'list-head' }, h('h2', {}, 'Chats'), h('span', { dir: 'auto' }, phone.name)),
    rows.length > 0
      ? h('ul', { class: 'chats' }, ...rows)
      : h('p', { class: 'empty' }, 'No business is connected yet. Configure one with PUT /simulator/account.'),
  );
}

function row(chat: ChatView, open: (phoneNumberId: string) => void) {
  const { last, unread } = chat;
  const ticks =
    last?.from === 'phone' && icon(last.status === 'read' || last.status === 'delivered' ? 'delivered' : last.status);
  return h(
    'button',
    { type: 'button', class: 'chat-row', 'data-number': chat.phoneNumberId, onclick: () => open(chat.phoneNumberId) },
    avatar(chat.name),
    h('span', { class: 'who', dir: 'auto' }, chat.name),
    h('time', {}, last ? time(last.at) : ''),
    h(
      'span',
      { class: last?.status === 'read' ? 'last read' : 'last', dir: 'auto' },
      ticks,
      last?.text ?? `Tap to write to ${chat.displayPhoneNumber}`,
    ),
    unread > 0 && h('span', { class: 'unread', 'aria-label': `${unread} unread` }, String(unread)),
  );
}
