import assert from 'node:assert/strict';
import type { WhatsAppConnection } from '../../contract/whatsapp.ts';
import { Clock } from '../../whatsapp-simulator/clock.ts';
import { startSimulator } from '../../whatsapp-simulator/server.ts';
import { FixedClock } from './clock.ts';
import { startTestApp, type TestMerchant } from './test-app.ts';

/** A Meta app with an account of two numbers, as Meta has it before anything is connected. */
export const META = {
  appId: '770000000000001',
  appSecret: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  accessToken: 'EAAthisisthetokenofash',
  wabaId: '440000000000001',
  numbers: [
    {
      phoneNumberId: '550000000000001',
      displayPhoneNumber: '+49 30 5557 0201',
      verifiedName: 'Ash',
      registered: false,
    },
    { phoneNumberId: '550000000000002', displayPhoneNumber: '+49 30 5557 0202', verifiedName: 'Ash Outlet' },
  ],
};

/** As Meta has the numbers once they are registered. */
export const REGISTERED = META.numbers.map(number => ({ ...number, registered: true }));

/** The server with nothing connected, and the simulator as Meta, which knows {@link META}; under one clock. */
export async function startMetaWorld() {
  const clock = new FixedClock();
  const simulator = await startSimulator({ clock: new Clock(() => clock.now().getTime()) });
  const app = await startTestApp({ env: { WHATSAPP_API_URL: simulator.url }, clock });
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
  /** Meta's side of the account as {@link META} says, and otherwise so. */
  const configure = (more: object = {}) =>
    drive('PUT', '/account', {
      ...META,
      verifyToken: 'not told yet',
      webhookUrl: 'http://127.0.0.1:9/nowhere',
      subscribed: false,
      ...more,
    });
  await configure();

  const asOwnerOf = (merchant: TestMerchant) => {
    const agent = app.agent(merchant);
    const call = (method: string, path: string, body?: unknown) =>
      agent.call<WhatsAppConnection & { detail?: string; verifyToken?: string; numbers: never[] }>(
        `/whatsapp${path}`,
        body === undefined ? { method } : { method, body },
      );
    return {
      call,
      state: async () => (await agent.call<WhatsAppConnection>('/whatsapp')).json,
      /** What must work. */
      async ok(method: string, path: string, body?: unknown): Promise<WhatsAppConnection> {
        const answer = await call(method, path, body);
        assert.ok(answer.status < 300, answer.text);
        return answer.json as WhatsAppConnection;
      },
    };
  };
  const owner = asOwnerOf(app.a);
  const { appId, appSecret, accessToken, wabaId } = META;

  return {
    app,
    clock,
    simulator,
    drive,
    configure,
    asOwnerOf,
    owner,
    /** Every step up to a number that is in use; returns the ids of the rows. */
    async connect(phoneNumberId = META.numbers[0]!.phoneNumberId) {
      const row = (await owner.ok('POST', '/apps', { appId, appSecret })).apps.at(-1)!.id;
      await owner.ok('PUT', `/apps/${row}/token`, { accessToken });
      const { numbers } = await owner.ok('POST', '/numbers', { app: row, wabaId, phoneNumberId });
      const number = numbers.find(each => each.phoneNumberId === phoneNumberId)!.id;
      await owner.ok('POST', `/numbers/${number}/registration`, { pin: '123456' });
      const { verifyToken } = (await owner.call('POST', `/apps/${row}/verify-token`)).json;
      await configure({ verifyToken, webhookUrl: `${app.url}/webhooks/whatsapp`, numbers: REGISTERED });
      await owner.ok('POST', `/numbers/${number}/subscription`, {});
      return { app: row, number };
    },
    async stop() {
      await simulator.close();
      await app.stop();
    },
  };
}

export type MetaWorld = Awaited<ReturnType<typeof startMetaWorld>>;
