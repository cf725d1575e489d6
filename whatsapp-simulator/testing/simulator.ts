import type { TestContext } from 'node:test';
import { Clock } from '../clock.ts';
import type { MessageView } from '../control/views.ts';
import { startSimulator } from '../server.ts';
import { type Answer as HookAnswer, startReceiver } from './receiver.ts';

export const NUMBER = '106540352242922';
export const ANA = '+5541988887777';
export const START = new Date('2026-03-10T12:00:00Z');

export const account = {
  accessToken: 'token',
  appSecret: 'test-app-secret',
  verifyToken: 'verify',
  wabaId: '102290129340398',
  numbers: [{ phoneNumberId: NUMBER, displayPhoneNumber: '+1 555 078 3881', verifiedName: 'WoodEx' }],
};

type Answer = { status: number; json: Record<string, unknown> };

/** A simulator whose clock stands still, with one business and the demo's phones, and a receiver of its webhooks. */
export async function startPair(
  t: TestContext,
  options: { templates?: object[]; account?: object; answer?: (body: string) => HookAnswer | Promise<HookAnswer> } = {},
) {
  const receiver = await startReceiver({ answer: options.answer });
  const simulator = await startSimulator({
    account: { ...account, webhookUrl: receiver.url, templates: options.templates ?? [], ...options.account },
    clock: new Clock(() => START.getTime()),
  });
  t.after(() => Promise.all([simulator.close(), receiver.close()]));

  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(simulator.url + path, {
      method,
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };
  return {
    url: simulator.url,
    receiver,
    call,
    /** A send by the business; `to` is Ana unless the body says otherwise. */
    send: (body: object) =>
      call('POST', `/v24.0/${NUMBER}/messages`, { messaging_product: 'whatsapp', to: ANA, ...body }),
    /** A phone writes to the business. */
    write: async (phoneId: string, body: object) =>
      (await call('POST', `/simulator/phones/${phoneId}/messages`, { to: NUMBER, ...body }))
        .json as unknown as MessageView,
    /** What a phone shows, by the simulator's own log. */
    received: async (phoneId: string) => {
      const { json } = await call('GET', `/simulator/phones/${phoneId}/messages`);
      return (json.messages as MessageView[]).filter(message => message.from === 'business');
    },
    moveClock: (offsetMs: number) => call('PUT', '/simulator/clock', { offsetMs }),
  };
}

export const text = (body: string) => ({ type: 'text', text: { body } });
export const errorOf = ({ json }: Answer) =>
  json.error as { code: number; message: string; error_data?: { details: string } };
export const idOf = ({ json }: Answer) => (json.messages as { id: string }[])[0]!.id;
