import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import type { CommerceFact } from './facts.ts';
import { openOutbox } from './outbox.ts';

type Answer = (events: CommerceFact[], response: ServerResponse) => void;

let answer: Answer;
let received: string[][];
let authorization: string | undefined;
const server = createServer(async (request: IncomingMessage, response) => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const { events } = JSON.parse(text) as { events: CommerceFact[] };
  authorization = request.headers.authorization;
  received.push(events.map(({ id }) => id));
  answer(events, response);
});
let url: string;
const lines: string[] = [];

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());
beforeEach(() => {
  received = [];
  lines.length = 0;
  answer = (_events, response) => response.writeHead(202).end('{}');
});

const open = () => openOutbox({ url, apiKey: 'wxs_key', log: line => lines.push(line), pause: () => 1 });
const fact = (id: string): CommerceFact => ({ id, type: 'order_placed', at: '2026-03-10T12:00:00Z' });

test('what is told arrives once, in its order, with the key', async () => {
  const outbox = open();
  for (const id of ['a', 'b', 'c']) outbox.tell(fact(id));
  await outbox.settled();
  assert.deepEqual(received.flat(), ['a', 'b', 'c']);
  assert.equal(authorization, 'Bearer wxs_key');
});

test('a CRM that is down is told later, and nothing is lost', async () => {
  let failures = 3;
  answer = (_events, response) => {
    failures -= 1;
    if (failures === 1) response.destroy();
    else response.writeHead(failures > 0 ? 503 : 202).end();
  };
  const outbox = open();
  outbox.tell(fact('a'));
  outbox.tell(fact('b'));
  await outbox.settled();
  assert.deepEqual(received.at(-1), ['b']);
  assert.ok(received.some(ids => ids.includes('a')));
});

test('a key that is not known keeps what there is to tell, and says so', async () => {
  let refusals = 2;
  answer = (_events, response) => response.writeHead(refusals-- > 0 ? 401 : 202).end();
  const outbox = open();
  outbox.tell(fact('a'));
  await outbox.settled();
  assert.deepEqual(received, [['a'], ['a'], ['a']]);
  assert.match(lines[0]!, /API key/);
});

test('what the CRM refuses for good is named and keeps nothing else back', async () => {
  const kept: string[] = [];
  answer = (events, response) => {
    if (events.some(({ id }) => id === 'bad')) response.writeHead(400).end('bad: no');
    else {
      kept.push(...events.map(({ id }) => id));
      response.writeHead(202).end();
    }
  };
  const outbox = open();
  for (const id of ['first', 'bad', 'last']) outbox.tell(fact(id));
  await outbox.settled();
  assert.deepEqual(kept, ['first', 'last']);
  assert.match(lines.at(-1)!, /refused bad: 400/);
});
