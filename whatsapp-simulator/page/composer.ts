import type { MessageView } from './api.ts';
import { h, icon } from './dom.ts';
import type { Product } from './shelf.ts';

/** What a text answers: a message, and the product of it that is asked about, if it is one. */
export type Quoted = { message: MessageView; product: Product | null };

type Actions = {
  sendText(text: string, quoted: Quoted | null): Promise<unknown>;
  sendFile(file: File): Promise<unknown>;
  sendLocation(): void;
};

/** Where the phone's owner writes. It knows the draft and what is quoted. */
export function composer(actions: Actions, draft: string) {
  let quoted: Quoted | null = null;
  const quote = h('div', { class: 'quoting', hidden: true });
  const text = h('textarea', {
    rows: 1,
    'aria-label': 'Message',
    placeholder: 'Message',
    dir: 'auto',
    onkeydown: sendOnEnter,
  });
  text.value = draft;
  const file = h('input', { type: 'file', hidden: true, onchange: attach });

  const setQuoted = (next: Quoted | null) => {
    quoted = next;
    quote.hidden = next === null;
    const cancel = h(
      'button',
      { type: 'button', 'aria-label': 'Do not quote', onclick: () => setQuoted(null) },
      icon('close'),
    );
    const words = next?.product?.name ?? next?.message.bubble.text ?? 'Message';
    quote.replaceChildren(h('span', { dir: 'auto' }, words), cancel);
    text.focus();
  };

  function sendOnEnter(event: KeyboardEvent) {
    // While an input method is open, Enter picks a word: it does not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    element.requestSubmit();
  }

  function submit(event: Event) {
    event.preventDefault();
    const written = text.value.trim();
    if (!written) return;
    const quoting = quoted;
    text.value = '';
    setQuoted(null);
    actions.sendText(written, quoting).catch(() => {
      text.value = written;
    });
  }

  function attach() {
    const chosen = file.files?.[0];
    if (chosen) void actions.sendFile(chosen);
    file.value = '';
  }

  const element = h(
    'form',
    { class: 'composer', onsubmit: submit },
    quote,
    h(
      'details',
      { class: 'menu up' },
      h('summary', { 'aria-label': 'Attach' }, icon('plus')),
      h(
        'div',
        { class: 'popup', onclick: closeMenu },
        h('button', { type: 'button', onclick: () => file.click() }, icon('file'), 'Photo or file'),
        h('button', { type: 'button', onclick: () => actions.sendLocation() }, icon('pin'), 'My location'),
      ),
    ),
    text,
    h('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon('send')),
    file,
  );
  return { element, quote: setQuoted, focus: () => text.focus() };
}

const closeMenu = (event: Event) => (event.currentTarget as Element).closest('details')?.removeAttribute('open');
