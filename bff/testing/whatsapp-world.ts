import assert from 'node:assert/strict';
import type { ConversationDetail, ConversationList } from '../../contract/conversation.ts';
import type { Message, MessagePage } from '../../contract/message.ts';
import { Clock } from '../../whatsapp-simulator/clock.ts';
import { startSimulator } from '../../whatsapp-simulator/server.ts';
import { connectWhatsApp } from '../services/connect-whatsapp.ts';
import { FixedClock } from './clock.ts';
import { eventually } from './eventually.ts';
import { startProxy } from './tcp-proxy.ts';
import { startTestApp } from './test-app.ts';

/** Merchant A's Meta app, with the secrets in plain. */
export const ACCOUNT = {
  appId: 'app-of-ash',
  accessToken: 'EAAplainaccesstoken',
  appSecret: 'plain app secret of ash',
  verifyToken: 'plain verify token of ash',
  wabaId: '102290129340398',
  numbers: [{ phoneNumberId: '106540352242922', displayPhone: '+1 555 078 3881' }],
};
/** What the simulator's account has to sell. */
export const CATALOG = {
  id: '400000000000001',
  products: [
    { retailerId: 'OAK', name: 'Oak table', price: 620.25, currency: 'EUR' },
    { retailerId: 'ASH', name: 'Ash chair', price: 145, currency: 'EUR' },
  ],
};
const NUMBER = ACCOUNT.numbers[0]!.phoneNumberId;

/** What a phone shows. */
export type OnPhone = {
  id: string;
  from: 'business' | 'phone';
  status: string;
  content: { body?: string };
  callbackData: string | null;
};

/** The server, and the simulator as its WhatsApp, under one clock; merchant A is connected. */
export async function startWhatsAppWorld() {
  const clock = new FixedClock();
  const simulator = await startSimulator({ clock: new Clock(() => clock.now().getTime()) });
  const line = await startProxy(simulator.url);
  const env = { WHATSAPP_API_URL: line.through(simulator.url), WHATSAPP_CHAT_URL: `${simulator.url}/wa.me` };
  const app = await startTestApp({ env, clock });
  await connectWhatsApp(app.context(), app.deps.sealer, app.a.id, ACCOUNT);
  const drive = async <T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${simulator.url}/simulator${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = (await answer.json()) as T;
    assert.ok(answer.ok, JSON.stringify(json));
    return json;
  };
  /** No faults but these. Nobody here is interested in the pair rate. */
  const faults = (settings: object = {}) => drive('PUT', '/faults', { pairRate: false, ...settings });
  await faults();
  const numbers = ACCOUNT.numbers.map(({ phoneNumberId, displayPhone }) => ({
    phoneNumberId,
    displayPhoneNumber: displayPhone,
    verifiedName: 'Ash',
  }));
  const { appId, accessToken, appSecret, verifyToken, wabaId } = ACCOUNT;
  const webhookUrl = `${app.url}/webhooks/whatsapp`;
  await drive('PUT', '/account', {
    appId,
    accessToken,
    appSecret,
    verifyToken,
    wabaId,
    numbers,
    webhookUrl,
    catalogs: [CATALOG],
  });

  let phones = 0;
  const agent = app.agent(app.a);
  const detail = async (id: string) => (await agent.call<ConversationDetail>(`/conversations/${id}`)).json;
  const messages = async (id: string): Promise<Message[]> =>
    (await agent.call<MessagePage>(`/conversations/${id}/messages?limit=100`)).json.messages;

  return {
    app,
    clock,
    simulator,
    /** What the server's requests to Meta go through. */
    line,
    drive,
    faults,
    agent,
    detail,
    messages,
    /** Makes a phone; the number is a new German one unless it is given. */
    async phone(options: { phone?: string; name?: string; hidesPhone?: boolean; bsuid?: string } = {}) {
      phones += 1;
      const body = { name: `Person ${phones}`, id: `p${phones}`, phone: `+49 151 2345${1000 + phones}`, ...options };
      const { id, waId, bsuid } = await drive<{ id: string; waId: string; bsuid: string }>('POST', '/phones', body);
      return {
        id,
        waId,
        bsuid,
        name: body.name,
        write: (text: string) =>
          drive<OnPhone>('POST', `/phones/${id}/messages`, { to: NUMBER, type: 'text', text: { body: text } }),
        /** Writes a message of any kind, as the simulator's API takes it. */
        send: (message: { type: string; [part: string]: unknown }) =>
          drive<OnPhone>('POST', `/phones/${id}/messages`, { to: NUMBER, ...message }),
        received: async () => {
          const { messages } = await drive<{ messages: OnPhone[] }>('GET', `/phones/${id}/messages`);
          return messages.filter(({ from }) => from === 'business').map(({ content }) => content.body);
        },
        set: (change: object) => drive('PATCH', `/phones/${id}`, change),
        setChat: (change: object) => drive('PATCH', `/phones/${id}/chats/${NUMBER}`, change),
      };
    },
    /** Puts a file where a phone can send it from. Returns Meta's id of it. */
    async file(bytes: Uint8Array<ArrayBuffer>, mimeType: string): Promise<string> {
      const headers = { 'content-type': mimeType };
      const answer = await fetch(`${simulator.url}/simulator/media`, { method: 'POST', headers, body: bytes });
      return ((await answer.json()) as { id: string }).id;
    },
    /** Waits until every file that was asked for is here, or lost. */
    filesSettled: () =>
      eventually(async () => {
        app.deps.live.publish({ kind: 'work' });
        const [row] = await app.test.ownerSql`select count(*)::int as n from queue.jobs where kind = 'media'`;
        return row!.n === 0;
      }, 'all files fetched'),
    /** Waits for the conversation that has a message with this text. */
    conversationWith: (text: string) =>
      eventually(async () => {
        const { json } = await agent.call<ConversationList>(`/conversations?view=all&q=${encodeURIComponent(text)}`);
        return json.conversations[0];
      }, `a conversation with ${text}`),
    /** Waits until the message has this state, with whatever is due by then done. */
    reaches: (conversation: string, messageId: string, state: string) =>
      eventually(async () => {
        app.deps.live.publish({ kind: 'work' });
        const message = (await messages(conversation)).find(({ id }) => id === messageId);
        return message?.delivery?.state === state ? message : undefined;
      }, `${state} of a message`),
    /** Waits until every webhook that the simulator sent was worked on. */
    settled: () =>
      eventually(async () => {
        const { accounts } = await drive<{ accounts: { waiting: number }[] }>('GET', '/meta');
        if (accounts.some(({ waiting }) => waiting > 0)) return false;
        const [row] = await app.test
          .ownerSql`select count(*)::int as n from queue.jobs where kind in ('webhook', 'status')`;
        return row!.n === 0;
      }, 'all webhooks worked on'),
    async stop() {
      await simulator.close();
      await app.stop();
      await line.down();
    },
  };
}

export type WhatsAppWorld = Awaited<ReturnType<typeof startWhatsAppWorld>>;
export type Phone = Awaited<ReturnType<WhatsAppWorld['phone']>>;

/** The text that WhatsApp opens with, out of a link. */
export const prefilled = (url: string) => new URL(url).searchParams.get('text')!;
