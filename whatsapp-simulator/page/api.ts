import type { ChatView, MessageView, MetaView, PhoneView } from '../control/views.ts';
import type { FaultSettings } from '../faults.ts';
import type { Arrival } from '../log.ts';

export type FaultView = FaultSettings;
type ArrivalView = Omit<Arrival, 'at'> & { n: number; at: string };
type PhoneChange = Partial<Omit<PhoneView, 'id' | 'phone' | 'waId' | 'bsuid' | 'unread'>>;

export type { ChatView, MessageView, MetaView, PhoneView };

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`/simulator${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = (await answer.json()) as T & { error?: string };
  if (!answer.ok) throw new Error(json.error ?? `The simulator answered ${answer.status}.`);
  return json;
}

const phonePath = (phoneId: string) => `/phones/${encodeURIComponent(phoneId)}`;
const chatPath = (phoneId: string, number: string) => `${phonePath(phoneId)}/chats/${encodeURIComponent(number)}`;

/** The calls of the phone page, one each. They reject with the simulator's own sentence. */
export const api = {
  meta: () => call<MetaView>('GET', '/meta'),
  phones: () => call<{ phones: PhoneView[] }>('GET', '/phones?limit=50'),
  chats: (phoneId: string) => call<{ chats: ChatView[] }>('GET', `${phonePath(phoneId)}/chats`),
  thread: (phoneId: string, number: string) =>
    call<{ messages: MessageView[] }>('GET', `${chatPath(phoneId, number)}/messages?limit=150`),
  changePhone: (phoneId: string, change: PhoneChange) => call<PhoneView>('PATCH', phonePath(phoneId), change),
  changeChat: (phoneId: string, number: string, change: { blocked?: boolean; marketing?: boolean }) =>
    call<ChatView>('PATCH', chatPath(phoneId, number), change),
  send: (phoneId: string, message: object) => call<MessageView>('POST', `${phonePath(phoneId)}/messages`, message),
  tap: (phoneId: string, tap: { messageId: string; button: number } | { messageId: string; row: string }) =>
    call<{ sent: MessageView | null }>('POST', `${phonePath(phoneId)}/taps`, tap),
  faults: () => call<FaultView>('GET', '/faults'),
  setFaults: (faults: FaultView) => call<FaultView>('PUT', '/faults', faults),
  arrivals: (after: number, limit: number) =>
    call<{ entries: ArrivalView[]; total: number }>('GET', `/log?after=${after}&limit=${limit}`),
  changeAccount: (wabaId: string, change: { messagingLimit?: string; standing?: string }) =>
    call<object>('PATCH', `/account/${encodeURIComponent(wabaId)}`, change),
  changeNumber: (phoneNumberId: string, change: { quality?: string }) =>
    call<object>('PATCH', `/numbers/${encodeURIComponent(phoneNumberId)}`, change),
  changeTemplate: (id: string, change: object) => call<object>('POST', `/templates/${encodeURIComponent(id)}`, change),
  async upload(file: File): Promise<{ id: string; mimeType: string }> {
    const answer = await fetch(`/simulator/media?filename=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      headers: { 'content-type': file.type || 'application/octet-stream' },
      body: file,
    });
    return (await answer.json()) as { id: string; mimeType: string };
  },
};

export const mediaUrl = (id: string) => `/simulator/media/${encodeURIComponent(id)}`;
