import { type MessageView, mediaUrl } from './api.ts';
import { h, icon } from './dom.ts';
import { linked, time } from './format.ts';
import { type Product, priceOf, shelfElement } from './shelf.ts';

/** What a person can do with a message. */
export type MessageActions = {
  reply(message: MessageView): void;
  /** Begins a question about a product of the message. */
  ask(message: MessageView, product: Product): void;
  react(message: MessageView, emoji: string): void;
  tapButton(message: MessageView, index: number): void;
  tapRow(message: MessageView, row: string): void;
  sendLocation(): void;
  order(message: MessageView, cart: ReadonlyMap<string, number>): void;
};

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏'];

/** One message as the phone shows it. */
export function messageElement(message: MessageView, actions: MessageActions): HTMLElement {
  const { bubble, quoted } = message;
  const isMine = message.from === 'phone';
  const reactions = Object.values(message.reactions).join('');
  const box = h(
    'div',
    { class: 'bubble' },
    quoted && h('blockquote', { dir: 'auto' }, h('b', {}, quoted.from === 'phone' ? 'You' : 'Business'), quoted.text),
    bubble.header && h('strong', { class: 'header', dir: 'auto' }, bubble.header.text),
    bubble.about &&
      h('p', { class: 'card', dir: 'auto' }, `🛍️ ${bubble.about.name}`, h('small', {}, priceOf(bubble.about))),
    bubble.media && mediaElement(bubble.media),
    bubble.location && locationElement(bubble.location),
    ...(bubble.contacts ?? []).map(contact =>
      h('p', { class: 'card', dir: 'auto' }, `👤 ${contact.name}`, h('small', {}, contact.phone ?? '')),
    ),
    bubble.note && h('p', { class: 'note' }, bubble.note),
    bubble.text && h('p', { class: 'text', dir: 'auto' }, ...linked(bubble.text)),
    bubble.footer && h('p', { class: 'footer', dir: 'auto' }, bubble.footer),
    h('span', { class: 'stamp' }, time(message.at), isMine && tick(message.status)),
    ...(bubble.buttons ?? []).map((button, index) => buttonElement(message, button, index, actions)),
    bubble.list && listElement(message, bubble.list, actions),
    bubble.shelf && shelfElement(message, bubble.shelf, actions),
    menu(message, actions),
    reactions !== '' && h('span', { class: 'reactions' }, reactions),
  );
  return h('li', { class: isMine ? 'message mine' : 'message', 'data-id': message.id }, box);
}

type Bubble = MessageView['bubble'];

function tick(status: MessageView['status']) {
  const words = {
    pending: 'Waiting',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    played: 'Played',
    failed: 'Failed',
  };
  const mark = icon(
    status === 'read' || status === 'delivered' ? 'delivered' : status === 'pending' ? 'pending' : 'sent',
  );
  return h('span', { class: `tick ${status}`, role: 'img', 'aria-label': words[status] }, mark);
}

function mediaElement({ kind, id, filename, voice }: NonNullable<Bubble['media']>) {
  if (id === null) return h('p', { class: 'note' }, 'Media is loading…');
  const src = mediaUrl(id);
  if (kind === 'image') return h('img', { class: 'picture', src, alt: 'Photo' });
  if (kind === 'sticker') return h('img', { class: 'sticker', src, alt: 'Sticker' });
  if (kind === 'video') return h('video', { class: 'picture', src, controls: true });
  if (kind === 'audio') return h('audio', { src, controls: true, 'aria-label': voice ? 'Voice message' : 'Audio' });
  return h(
    'a',
    { class: 'card', href: src, download: filename ?? '' },
    icon('file'),
    h('span', {}, filename ?? 'Document'),
  );
}

function locationElement({ latitude, longitude, name, address }: NonNullable<Bubble['location']>) {
  return h(
    'div',
    { class: 'location' },
    h('div', { class: 'map' }, icon('pin')),
    h('b', { dir: 'auto' }, name ?? 'Location'),
    h('small', { dir: 'auto' }, address ?? `${latitude}, ${longitude}`),
  );
}

type BubbleButton = NonNullable<Bubble['buttons']>[number];

function buttonElement(message: MessageView, button: BubbleButton, index: number, actions: MessageActions) {
  switch (button.kind) {
    case 'url':
      return h(
        'a',
        { class: 'action', href: button.url, target: '_blank', rel: 'noopener noreferrer' },
        icon('open'),
        button.text,
      );
    case 'call':
      return h('a', { class: 'action', href: `tel:${button.phone}` }, icon('call'), button.text);
    case 'copy': {
      const onclick = () => void navigator.clipboard?.writeText(button.code);
      return h('button', { type: 'button', class: 'action', onclick }, icon('copy'), button.text);
    }
    case 'location':
      return h(
        'button',
        { type: 'button', class: 'action', onclick: () => actions.sendLocation() },
        icon('pin'),
        button.text,
      );
    case 'reply': {
      const onclick = () => actions.tapButton(message, index);
      return h('button', { type: 'button', class: 'action', onclick }, icon('reply'), button.text);
    }
  }
}

function listElement(message: MessageView, list: NonNullable<Bubble['list']>, actions: MessageActions) {
  const rows = list.sections.flatMap(section => [
    section.title ? h('h3', { dir: 'auto' }, section.title) : null,
    ...section.rows.map(row =>
      h(
        'button',
        { type: 'button', class: 'row', dir: 'auto', onclick: () => actions.tapRow(message, row.id) },
        row.title,
        row.description ? h('small', {}, row.description) : null,
      ),
    ),
  ]);
  return h('details', { class: 'list' }, h('summary', { class: 'action' }, icon('list'), list.label), ...rows);
}

function menu(message: MessageView, actions: MessageActions) {
  const done = (event: Event) => (event.currentTarget as Element).closest('details')?.removeAttribute('open');
  return h(
    'details',
    { class: 'menu', name: 'message-menu' },
    h('summary', { 'aria-label': 'React or reply' }, icon('down')),
    h(
      'div',
      { class: 'popup', onclick: done },
      ...EMOJI.map(emoji => {
        const isSet = message.reactions.phone === emoji;
        const onclick = () => actions.react(message, isSet ? '' : emoji);
        return h('button', { type: 'button', 'aria-pressed': String(isSet), onclick }, emoji);
      }),
      h('button', { type: 'button', 'aria-label': 'Reply', onclick: () => actions.reply(message) }, icon('reply')),
    ),
  );
}
