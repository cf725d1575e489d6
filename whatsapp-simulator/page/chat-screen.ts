import type { ChatView, MessageView } from './api.ts';
import { composer, type Quoted } from './composer.ts';
import { avatar, byId, h, icon } from './dom.ts';
import { day } from './format.ts';
import { type MessageActions, messageElement } from './message-view.ts';
import type { Product } from './shelf.ts';

const TYPING_MS = 25_000;
const NEAR_BOTTOM_PX = 80;

export type ChatActions = Omit<MessageActions, 'reply' | 'ask' | 'sendLocation'> & {
  back(): void;
  sendText(text: string, quoted: Quoted | null): Promise<unknown>;
  sendFile(file: File): Promise<unknown>;
  sendLocation(): void;
  change(change: { blocked?: boolean; marketing?: boolean }): void;
};

/** One open chat. It keeps the draft and the scroll position; what it shows is handed in whole each time. */
export class ChatScreen {
  readonly #actions: ChatActions;
  readonly #thread = h('ol', { class: 'thread', 'aria-live': 'polite', tabindex: 0, 'aria-label': 'Messages' });
  readonly #typing = h(
    'li',
    { class: 'message typing', hidden: true },
    h('div', { class: 'bubble' }, h('i'), h('i'), h('i')),
  );
  readonly #subtitle = h('small');
  readonly #title = h('h2', { dir: 'auto' });
  readonly #menu = h('div', { class: 'popup' });
  readonly #composer: ReturnType<typeof composer>;
  readonly #shown = new Map<string, { json: string; element: HTMLElement }>();
  #typingTimer = 0;
  #about = '';
  #lastId: string | undefined;

  constructor(chat: ChatView, actions: ChatActions, draft: string) {
    this.#actions = actions;
    this.#composer = composer(actions, draft);
    const head = h(
      'header',
      { class: 'chat-head' },
      h('button', { type: 'button', 'aria-label': 'Back to chats', onclick: () => actions.back() }, icon('back')),
      avatar(chat.name),
      h('div', { class: 'title' }, this.#title, this.#subtitle),
      h('details', { class: 'menu' }, h('summary', { 'aria-label': 'Chat settings' }, icon('more')), this.#menu),
    );
    byId('chat-screen').replaceChildren(head, this.#thread, this.#composer.element);
    this.#composer.focus();
  }

  show(chat: ChatView, messages: MessageView[], now: Date) {
    this.#title.textContent = chat.name;
    this.#about = chat.blocked ? 'Blocked' : chat.displayPhoneNumber;
    this.#showMenu(chat);
    const last = messages.at(-1);
    if (last?.id !== this.#lastId && last?.from === 'business') this.#hideTyping();
    this.#subtitle.textContent = this.#typing.hidden ? this.#about : 'typing…';
    const { scrollHeight, scrollTop, clientHeight } = this.#thread;
    const follow =
      this.#lastId === undefined || last?.from === 'phone' || scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    const isNew = last?.id !== this.#lastId;
    this.#lastId = last?.id;
    this.#thread.replaceChildren(...this.#withDays(messages, now), this.#typing);
    if (follow && isNew) this.#toBottom();
    else this.#thread.scrollTop = scrollTop;
  }

  showTyping() {
    clearTimeout(this.#typingTimer);
    this.#typing.hidden = false;
    this.#subtitle.textContent = 'typing…';
    this.#typingTimer = window.setTimeout(() => this.#hideTyping(), TYPING_MS);
    this.#toBottom();
  }

  #hideTyping() {
    clearTimeout(this.#typingTimer);
    this.#typing.hidden = true;
    this.#subtitle.textContent = this.#about;
  }

  #toBottom() {
    this.#thread.scrollTop = this.#thread.scrollHeight;
    // Pictures grow after they are put in.
    for (const picture of this.#thread.querySelectorAll('img')) {
      if (!picture.complete) picture.addEventListener('load', () => this.#toBottom(), { once: true });
    }
  }

  #withDays(messages: MessageView[], now: Date): HTMLElement[] {
    let current = '';
    return messages.flatMap(message => {
      const label = day(message.at, now);
      const separator = label === current ? [] : [h('li', { class: 'day' }, h('span', {}, label))];
      current = label;
      return [...separator, this.#element(message)];
    });
  }

  /** Unchanged messages keep their element, and with it the focus and an open menu. */
  #element(message: MessageView): HTMLElement {
    const json = JSON.stringify(message);
    const known = this.#shown.get(message.id);
    if (known?.json === json) return known.element;
    const ask = (quoted: MessageView, product: Product) => this.#composer.quote({ message: quoted, product });
    const reply = (quoted: MessageView) => this.#composer.quote({ message: quoted, product: null });
    const element = messageElement(message, { ...this.#actions, reply, ask });
    this.#shown.set(message.id, { json, element });
    return element;
  }

  #showMenu(chat: ChatView) {
    const item = (text: string, change: { blocked?: boolean; marketing?: boolean }) =>
      h('button', { type: 'button', onclick: () => this.#actions.change(change) }, text);
    this.#menu.replaceChildren(
      chat.marketing ? item('Stop offers', { marketing: false }) : item('Allow offers', { marketing: true }),
      chat.blocked ? item('Unblock', { blocked: false }) : item('Block', { blocked: true }),
    );
  }
}
