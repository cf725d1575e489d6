import { logIn } from '../client/agent-login.ts';
import { createApi } from '../client/api.ts';
import { Mailbox } from '../client/mailbox.ts';
import type { Server } from '../parts/server.ts';
import type { Shopper } from '../parts/shoppers.ts';
import { listen, type Talk } from './talk.ts';

const AGENTS = 3;

/** Our server: every shopper on their own stream, three screens of an agent on the agents' stream. */
export async function talkOnWoodex({ url }: Server, shoppers: Shopper[]): Promise<Talk> {
  const api = createApi(url);
  const agent = await logIn(url);
  const mailboxes = { 'agent-to-shopper': new Mailbox(), 'shopper-to-agent': new Mailbox() };
  const authorize = ({ token }: Shopper) => ({ authorization: `Bearer ${token}` });
  const screens = Array.from({ length: AGENTS }, () => ({
    url: `${url}/admin/v1/stream`,
    headers: agent,
    mailbox: mailboxes['shopper-to-agent'],
  }));
  const panels = shoppers.map(shopper => ({
    url: `${url}/v1/stream?conversation=${shopper.conversationId}`,
    headers: authorize(shopper),
    mailbox: mailboxes['agent-to-shopper'],
  }));
  const hangUp = await listen([...screens, ...panels]);
  return {
    mailboxes,
    post(way, n, clientId) {
      const shopper = shoppers[n % shoppers.length]!;
      const message = { clientId, text: `Number ${n}: is the oak table still to be had in 180 cm?` };
      return way === 'agent-to-shopper'
        ? api.post(`/admin/v1/conversations/${shopper.conversationId}/messages`, message, agent)
        : api.post('/v1/messages', message, authorize(shopper));
    },
    close() {
      hangUp();
      api.close();
    },
  };
}
