import { createServer, type IncomingMessage } from 'node:http';
import { pino } from 'pino';
import { openDatabase } from '../../bff/db/connection.ts';
import { readStatuses, readWebhook } from '../../bff/jobs/handlers/read-webhook.ts';
import { startWorker } from '../../bff/jobs/worker.ts';
import { postgresLive } from '../../bff/live/postgres.ts';
import { deriveKey } from '../../bff/security/keys.ts';
import { sealer as createSealer } from '../../bff/security/seal.ts';
import { shakeHands, webhookReceiver } from '../../bff/services/receive-whatsapp-webhook.ts';
import { standBy, tell, untilItWorks } from './standing-by.ts';

// Takes webhooks in and works on them, by the product's own services; it sends nothing, so that all sending is done by those who are killed.
const order = await standBy(() => {});
const secret = Buffer.from(order.secret, 'base64');
const { db } = openDatabase(order.appUrl, { max: 12 });
const live = await untilItWorks(() => postgresLive({ url: order.appUrl }));
const [clock, sealer] = [{ now: () => new Date() }, createSealer(secret)];
startWorker({
  ...{ db, live, clock, log: pino({ level: 'fatal' }), random: Math.random, onSettled() {} },
  handlers: {
    webhook: readWebhook({ db, live }, deriveKey(secret, 'whatsapp-reference')),
    status: readStatuses({ db, live }),
  },
});

const receive = webhookReceiver(sealer);
const server = createServer(async (request, response) => {
  const answer = await answerTo(request).catch(() => ({ status: 500, body: '' }));
  response.writeHead(answer.status).end(answer.body);
});
server.listen(order.port, '127.0.0.1', () => tell('working'));

async function answerTo(request: IncomingMessage): Promise<{ status: number; body: string }> {
  const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = Buffer.concat(await request.toArray());
  const context = { db, live, now: clock.now() };
  if (request.method === 'GET') {
    const isOurs = await shakeHands(context, searchParams.get('hub.verify_token') ?? '');
    return isOurs ? { status: 200, body: searchParams.get('hub.challenge') ?? '' } : { status: 403, body: '' };
  }
  const signature = request.headers['x-hub-signature-256'];
  const kept = await receive(context, body, typeof signature === 'string' ? signature : undefined);
  return { status: kept ? 200 : 401, body: '' };
}
