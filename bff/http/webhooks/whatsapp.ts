import { Hono } from 'hono';
import { shakeHands, webhookReceiver } from '../../services/receive-whatsapp-webhook.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { problem } from '../problem.ts';

/** Meta sends up to 3 MB (Webhooks, "Create a webhook endpoint"). */
const MAX_BODY = 4 * 1024 * 1024;

/** Where Meta tells us what happened. The handshake echoes the challenge as plain text, and only to who knows the verify token. */
export function whatsappWebhook(deps: Deps) {
  const receive = webhookReceiver(deps.sealer);
  return new Hono<Env>()
    .get('/', async c => {
      const { 'hub.mode': mode, 'hub.challenge': challenge, 'hub.verify_token': token } = c.req.query();
      if (mode !== 'subscribe' || !challenge || !token) {
        return problem(c, 'invalid-request', {
          detail: 'hub.mode=subscribe, hub.challenge and hub.verify_token are needed.',
        });
      }
      if (!(await shakeHands(contextOf(deps), token)))
        return problem(c, 'forbidden', { detail: 'hub.verify_token is not ours.' });
      return c.text(challenge);
    })
    .post('/', limitBody(MAX_BODY), async c => {
      const rawBody = Buffer.from(await c.req.arrayBuffer());
      const signature = c.req.header('x-hub-signature-256');
      const kept = await receive(contextOf(deps), rawBody, signature);
      return kept ? c.body(null, 200) : problem(c, 'unauthenticated', { detail: 'The signature is not right.' });
    });
}
