import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSimulator } from '../server.ts';
import { startReceiver } from '../testing/receiver.ts';
import { account, NUMBER, startPair, text } from '../testing/simulator.ts';
import { signatureOf } from './signature.ts';

test('an inbound text travels in an envelope signed over its raw bytes', async t => {
  const { receiver, write } = await startPair(t);
  const written = await write('ana', text('café / 😀'));
  await receiver.until(() => receiver.posts.length === 1);
  const { body, headers } = receiver.posts[0]!;
  assert.equal(headers['x-hub-signature-256'], signatureOf(body, 'test-app-secret'));
  assert.match(body, /caf\\u00e9 \\\/ \\ud83d\\ude00/);
  assert.deepEqual(JSON.parse(body), {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: account.wabaId,
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550783881', phone_number_id: NUMBER },
              contacts: [{ profile: { name: 'Ana Souza' }, wa_id: '554188887777', user_id: 'BR.13491208655302741918' }],
              messages: [
                {
                  from: '554188887777',
                  from_user_id: 'BR.13491208655302741918',
                  id: written.id,
                  timestamp: '1773144000',
                  type: 'text',
                  text: { body: 'café / 😀' },
                },
              ],
            },
          },
        ],
      },
    ],
  });
});

test('a webhook that fails gets the same bytes again until it answers 200', async t => {
  const answers: (number | 'hang up')[] = [500, 'hang up'];
  const { receiver, write, call } = await startPair(t, { answer: () => answers.shift() ?? 200 });
  await write('ana', text('please take it'));
  await receiver.until(() => receiver.posts.length === 3);
  assert.equal(new Set(receiver.posts.map(post => post.body)).size, 1);
  const { json } = await call('GET', '/simulator/deliveries');
  assert.equal((json.deliveries as { attempts: number }[])[0]!.attempts, 3);
});

test('later updates do not wait for one that is being retried', async t => {
  let isOver = false;
  const hasSecond = (body: string) => {
    isOver ||= body.includes('second');
    return isOver;
  };
  const { receiver, write } = await startPair(t, { answer: body => (hasSecond(body) ? 200 : 503) });
  await write('ana', text('first'));
  await receiver.until(() => receiver.posts.length === 1);
  await write('ana', text('second'));
  await receiver.until(() => receiver.posts.at(-1)!.body.includes('second'));
  await receiver.until(() => receiver.posts.at(-1)!.body.includes('first'));
});

test('many updates arrive each once and in order', async t => {
  const { receiver, write } = await startPair(t);
  const bodies = Array.from({ length: 40 }, (_, index) => String(index));
  for (const body of bodies) await write('ana', text(body));
  await receiver.until(() => receiver.messages().length === bodies.length);
  assert.deepEqual(
    receiver.messages().map(message => (message.text as { body: string }).body),
    bodies,
  );
});

test('a phone that hides its number is known by its BSUID alone', async t => {
  const { receiver, write } = await startPair(t);
  await write('sofia', text('hola'));
  await receiver.until(() => receiver.posts.length === 1);
  const { contacts, messages } = receiver.changes()[0]!.value as Record<string, Record<string, unknown>[]>;
  assert.deepEqual(contacts, [{ profile: { name: 'Sofía Reyes' }, user_id: 'MX.50928817364455120937' }]);
  assert.equal(messages![0]!.from_user_id, 'MX.50928817364455120937');
  assert.ok(!('from' in messages![0]!));
});

test('nothing is delivered before the webhook has echoed the challenge; what waited comes after', async t => {
  const receiver = await startReceiver({ verifyToken: 'another' });
  const simulator = await startSimulator({ account: { ...account, webhookUrl: receiver.url } });
  t.after(() => Promise.all([simulator.close(), receiver.close()]));
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(simulator.url + path, { method, body: body && JSON.stringify(body) });
    return (await answer.json()) as { accounts: { handshake: { state: string; reason: string } }[] };
  };
  await call('POST', '/simulator/phones/ana/messages', { to: NUMBER, ...text('early') });
  const shown = await untilHandshake(() => call('GET', '/simulator/meta'), simulator.url);
  assert.equal(shown.reason, 'answered 403');
  assert.equal(receiver.posts.length, 0);

  await call('PUT', '/simulator/account', { ...account, verifyToken: 'another', webhookUrl: receiver.url });
  await receiver.until(() => receiver.posts.length === 1);
  assert.equal(receiver.messages().length, 1);
});

/** Waits on the live stream until the first handshake has an outcome. */
async function untilHandshake(
  look: () => Promise<{ accounts: { handshake: { state: string; reason: string } }[] }>,
  url: string,
) {
  const stream = await fetch(`${url}/simulator/live`);
  const reader = stream.body!.getReader();
  for (;;) {
    await reader.read();
    const { handshake } = (await look()).accounts[0]!;
    if (handshake.reason !== null) {
      await reader.cancel();
      return handshake;
    }
  }
}

test('lost webhooks never come, doubled ones come twice', async t => {
  const { receiver, write, call } = await startPair(t);
  await call('PUT', '/simulator/faults', { webhooks: { lose: 1 } });
  await write('ana', text('lost'));
  await call('PUT', '/simulator/faults', { webhooks: { duplicate: 1 } });
  await write('ana', text('twice'));
  await receiver.until(() => receiver.messages().length === 2);
  assert.deepEqual(
    receiver.messages().map(message => (message.text as { body: string }).body),
    ['twice', 'twice'],
  );
});

test('a held webhook goes after the next one', async t => {
  const { receiver, write, call } = await startPair(t);
  await call('PUT', '/simulator/faults', { webhooks: { reorder: 1 } });
  await write('ana', text('first'));
  await call('PUT', '/simulator/faults', {});
  await write('ana', text('second'));
  await receiver.until(() => receiver.messages().length === 2);
  assert.deepEqual(
    receiver.messages().map(message => (message.text as { body: string }).body),
    ['second', 'first'],
  );
});

test('statuses can be lost while messages come', async t => {
  const { receiver, send, write, call } = await startPair(t);
  await call('PUT', '/simulator/faults', { webhooks: { statuses: { lose: 1 } } });
  await write('ana', text('oi'));
  await send(text('hello'));
  await write('ana', text('a marker'));
  await receiver.until(() => receiver.messages().length === 2);
  assert.deepEqual(receiver.statuses(), []);
});

test('paused webhooks wait, and go in order in POSTs of the batch size when they are released', async t => {
  const { receiver, write, call } = await startPair(t);
  await write('ana', text('before'));
  await receiver.until(() => receiver.messages().length === 1);
  await call('PUT', '/simulator/faults', { webhooks: { paused: true } });
  for (const body of ['1', '2', '3', '4', '5']) await write('ana', text(body));
  const meta = (await call('GET', '/simulator/meta')).json as { accounts: { waiting: number }[] };
  assert.equal(meta.accounts[0]!.waiting, 5);
  await call('PUT', '/simulator/faults', { webhooks: { batch: 2 } });
  await receiver.until(() => receiver.messages().length === 6);
  assert.equal(receiver.posts.length, 4);
});

test('several POSTs may be under way at once', async t => {
  const { promise: release, resolve } = Promise.withResolvers<number>();
  const { receiver, write, call } = await startPair(t, { answer: () => release });
  await call('PUT', '/simulator/faults', { webhooks: { concurrency: 3, batch: 1 } });
  for (const body of ['1', '2', '3']) await write('ana', text(body));
  await receiver.until(() => receiver.posts.length === 3);
  resolve(200);
});
