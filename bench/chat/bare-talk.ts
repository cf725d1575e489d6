import { createApi } from '../client/api.ts';
import { Mailbox } from '../client/mailbox.ts';
import type { Bare } from '../parts/bare.ts';
import { listen, type Talk } from './talk.ts';

/** The floor: the same number of streams on the bare server. */
export async function talkOnBare({ url }: Bare, shoppers: number): Promise<Talk> {
  const api = createApi(url);
  const mailboxes = { 'agent-to-shopper': new Mailbox(), 'shopper-to-agent': new Mailbox() };
  const stream = (name: string) => `${url}/stream?name=${name}`;
  const hangUp = await listen([
    { url: stream('agent'), headers: {}, mailbox: mailboxes['shopper-to-agent'] },
    ...Array.from({ length: shoppers }, (_, i) => ({
      url: stream(`shopper-${i}`),
      headers: {},
      mailbox: mailboxes['agent-to-shopper'],
    })),
  ]);
  return {
    mailboxes,
    post(way, n, clientId) {
      const to = way === 'agent-to-shopper' ? `shopper-${n % shoppers}` : 'agent';
      const text = `Number ${n}: is the oak table still to be had in 180 cm?`;
      return api.post('/publish', { to, message: { clientId, text } });
    },
    close() {
      hangUp();
      api.close();
    },
  };
}
