import { showAccounts } from './account-panel.ts';
import { readAddress } from './address.ts';
import { api, type ChatView, type MessageView, type PhoneView } from './api.ts';
import { showArrivals } from './arrivals-panel.ts';
import { ChatScreen } from './chat-screen.ts';
import type { Quoted } from './composer.ts';
import { byId, h } from './dom.ts';
import { showFaults } from './faults-panel.ts';
import { time } from './format.ts';
import { showList } from './list-screen.ts';
import { showMeta } from './meta-panel.ts';
import { showPicker } from './picker.ts';
import { contextOf, orderOf } from './shelf.ts';
import { together } from './together.ts';

const HERE = { latitude: 52.5209, longitude: 13.4094, name: 'Alexanderplatz', address: '10178 Berlin' };

let phones: PhoneView[] = [];
let meta = await api.meta();
let phoneId = '';
let chatId: string | null = null;
let draft = '';
let screen: ChatScreen | null = null;
let live: EventSource | null = null;

const refreshPhone = together(async () => {
  const [id, chat] = [phoneId, chatId];
  const [all, list, thread] = await Promise.all([
    api.phones(),
    api.chats(id),
    chat === null ? { messages: [] } : api.thread(id, chat),
  ]);
  if (id !== phoneId || chat !== chatId) return;
  phones = all.phones;
  show(list.chats, thread.messages);
});

const refreshMeta = together(async () => {
  const [now, faults] = await Promise.all([api.meta(), api.faults(), showArrivals()]);
  meta = now;
  showMeta(meta);
  showAccounts(meta);
  showFaults(faults);
  byId('clock').textContent = time(meta.now);
});

function show(chats: ChatView[], messages: MessageView[]) {
  showPicker(phones, phoneId, pickPhone);
  const phone = phones.find(each => each.id === phoneId)!;
  byId('network').textContent = phone.online ? '5G' : 'No connection';
  byId('list-screen').hidden = chatId !== null;
  byId('chat-screen').hidden = chatId === null;
  const chat = chats.find(each => each.phoneNumberId === chatId);
  if (!chat) {
    showList(phone, chats, openChat);
    return;
  }
  screen ??= new ChatScreen(chat, chatActions(chat.phoneNumberId), draft);
  screen.show(chat, messages, new Date(Date.now() + meta.offsetMs));
}

function pickPhone(id: string) {
  phoneId = id;
  localStorage.setItem('phone', id);
  // A link's draft stays with the chat it opened, whoever's phone it is.
  if (draft === '') chatId = null;
  goThere();
}

function openChat(phoneNumberId: string) {
  chatId = phoneNumberId;
  goThere();
}

function goThere() {
  screen = null;
  if (draft === '') nameThePlace();
  connect();
}

function nameThePlace() {
  const query = new URLSearchParams({ phone: phoneId, ...(chatId === null ? {} : { chat: chatId }) });
  history.replaceState(null, '', `/?${query}`);
}

/** The stream names the chat on the screen, and none while the page is hidden: what comes then is not read. */
function connect() {
  live?.close();
  const query = new URLSearchParams({ phone: phoneId, chat: document.hidden ? '' : (chatId ?? '') });
  live = new EventSource(`/simulator/live?${query}`);
  live.addEventListener('hello', () => {
    refreshPhone();
    refreshMeta();
  });
  live.addEventListener('phone', refreshPhone);
  live.addEventListener('meta', () => {
    refreshMeta();
    refreshPhone();
  });
  live.addEventListener('typing', event => {
    const typing = JSON.parse(event.data) as { phoneId: string; phoneNumberId: string };
    if (typing.phoneId === phoneId && typing.phoneNumberId === chatId) screen?.showTyping();
  });
}

function chatActions(to: string) {
  const send = (message: object) => api.send(phoneId, { to, ...message }).catch(complain);
  return {
    back() {
      chatId = null;
      draft = '';
      goThere();
    },
    async sendText(body: string, quoted: Quoted | null) {
      // The link has done its work: a reload must not bring the draft back.
      draft = '';
      nameThePlace();
      await api.send(phoneId, {
        to,
        type: 'text',
        text: { body },
        ...(quoted && { context: contextOf(quoted.message, quoted.product) }),
      });
    },
    async sendFile(file: File) {
      const { id, mimeType } = await api.upload(file);
      const kind =
        mimeType === 'image/webp'
          ? 'sticker'
          : (/^(image\/(?:jpeg|png)|video|audio)/.exec(mimeType)?.[0].split('/')[0] ?? 'document');
      await send({ type: kind, [kind]: { id } });
    },
    sendLocation: () => void send({ type: 'location', location: HERE }),
    react: (message: MessageView, emoji: string) =>
      void send({ type: 'reaction', reaction: { message_id: message.id, emoji } }),
    tapButton: (message: MessageView, button: number) =>
      void api.tap(phoneId, { messageId: message.id, button }).catch(complain),
    order: (message: MessageView, cart: ReadonlyMap<string, number>) => void send(orderOf(message, cart)),
    tapRow: (message: MessageView, row: string) =>
      void api.tap(phoneId, { messageId: message.id, row }).catch(complain),
    change: (change: { blocked?: boolean; marketing?: boolean }) =>
      void api.changeChat(phoneId, to, change).catch(complain),
  };
}

function complain(error: unknown) {
  const dialog = h(
    'dialog',
    { onclose: () => dialog.remove() },
    h('p', {}, error instanceof Error ? error.message : String(error)),
  );
  dialog.append(h('form', { method: 'dialog' }, h('button', {}, 'OK')));
  document.body.append(dialog);
  dialog.showModal();
}

phones = (await api.phones()).phones;
const address = readAddress(location, phones, meta, localStorage.getItem('phone'));
phoneId = address.phoneId;
chatId = address.chatId;
draft = address.draft;
if (address.problem) complain(address.problem);
connect();

document.addEventListener('visibilitychange', connect);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && chatId !== null) chatActions(chatId).back();
});
byId('show-meta').addEventListener('click', event => {
  const isOpen = document.body.classList.toggle('meta-open');
  (event.currentTarget as Element).setAttribute('aria-expanded', String(isOpen));
});
setInterval(() => {
  byId('clock').textContent = time(new Date(Date.now() + meta.offsetMs).toISOString());
}, 5_000);
