import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { cloudApi, type SendOutcome } from './cloud-api.ts';

const accessToken = 'EAAG-canary-token';
const request = {
  phoneNumberId: '106540352242922',
  accessToken,
  to: { waId: '554188887777' },
  body: { type: 'text', text: { body: 'Guten Tag 😀' } },
  callbackData: '0190b7e2-1f00-7abc-8def-0123456789ab',
} as const;

const accepted = {
  messaging_product: 'whatsapp',
  contacts: [{ input: '+554188887777', wa_id: '554188887777', user_id: 'BR.1' }],
  messages: [{ id: 'wamid.HBgM=', message_status: 'accepted' }],
};

async function listen(t: TestContext, server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Seen = {
  method?: string | undefined;
  url?: string | undefined;
  headers: IncomingMessage['headers'];
  body: unknown;
};

/** A client of a server that answers like this, and what that server saw. */
async function against(t: TestContext, answer: (res: ServerResponse) => void, timeoutMs = 5000) {
  const seen: Seen[] = [];
  const server = createServer(async (req, res) => {
    const body: unknown = JSON.parse(Buffer.concat(await Array.fromAsync(req as AsyncIterable<Buffer>)).toString());
    seen.push({ method: req.method, url: req.url, headers: req.headers, body });
    answer(res);
  });
  const baseUrl = await listen(t, server);
  return { api: cloudApi({ baseUrl, version: 'v25.0', timeoutMs }), seen };
}

const json = (status: number, body: unknown) => (res: ServerResponse) => {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const metaError = (error: object) => ({ error: { type: 'OAuthException', fbtrace_id: 'x', ...error } });

const hasNoToken = (outcome: unknown) => assert.ok(!JSON.stringify(outcome).includes(accessToken));

test('a text goes out as Meta documents it and comes back accepted', async t => {
  const { api, seen } = await against(t, json(200, accepted));
  assert.deepEqual(await api.sendMessage(request), {
    kind: 'accepted',
    wamid: 'wamid.HBgM=',
    waId: '554188887777',
    bsuid: 'BR.1',
    messageStatus: 'accepted',
  } satisfies SendOutcome);
  assert.equal(seen.length, 1);
  const [{ method, url, headers, body }] = seen as [Seen];
  assert.equal(`${method} ${url}`, 'POST /v25.0/106540352242922/messages');
  assert.equal(headers.authorization, `Bearer ${accessToken}`);
  assert.equal(headers['content-type'], 'application/json');
  assert.deepEqual(body, {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '+554188887777',
    type: 'text',
    text: { body: 'Guten Tag 😀' },
    biz_opaque_callback_data: request.callbackData,
  });
});

test('a customer who hides the phone is addressed by the business-scoped id, and a quote names its message', async t => {
  const { api, seen } = await against(t, json(200, { messages: [{ id: 'wamid.1' }], contacts: [{ user_id: 'US.1' }] }));
  const outcome = await api.sendMessage({ ...request, to: { bsuid: 'US.1' }, quotes: 'wamid.0' });
  assert.deepEqual([outcome.kind, 'waId' in outcome && outcome.waId], ['accepted', undefined]);
  const body = seen[0]!.body as Record<string, unknown>;
  assert.equal(body.recipient, 'US.1');
  assert.ok(!('to' in body));
  assert.deepEqual(body.context, { message_id: 'wamid.0' });
});

test('reading and typing are shown', async t => {
  const { api, seen } = await against(t, json(200, { success: true }));
  const read = { phoneNumberId: '1', accessToken, wamid: 'wamid.0' };
  assert.deepEqual(await api.markRead(read), { kind: 'done' });
  assert.deepEqual(await api.markRead({ ...read, typing: true }), { kind: 'done' });
  const plain = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.0' };
  assert.deepEqual(
    seen.map(({ body }) => body),
    [plain, { ...plain, typing_indicator: { type: 'text' } }],
  );
});

test('a number id cannot leave its place in the path', async t => {
  const { api, seen } = await against(t, json(200, accepted));
  await api.sendMessage({ ...request, phoneNumberId: '../../oauth?x=1' });
  assert.equal(seen[0]!.url, '/v25.0/..%2F..%2Foauth%3Fx%3D1/messages');
});

const refusals: [httpStatus: number, error: object, code: number | null, errorClass: string, details: string][] = [
  [
    400,
    { code: 131047, message: '(#131047) Re-engagement', error_data: { details: 'More than 24 hours' } },
    131047,
    'TPL',
    'More than 24 hours',
  ],
  [400, { code: 130429, message: '(#130429) Rate limit hit' }, 130429, 'RB', ''],
  [401, { code: 190, message: `Malformed access token ${accessToken}` }, 190, 'AUTH', ''],
  [400, { code: '100', message: 'Invalid parameter', error_user_msg: 'why' }, 100, 'FIX', 'why'],
  [403, { code: 777777, message: 'New' }, 777777, 'AUTH', ''],
  [400, { message: 'no code' }, null, 'NO', ''],
  [400, {}, null, 'NO', ''],
  [503, { code: 133004, message: 'Server Temporarily Unavailable' }, 133004, 'RB', ''],
  [200, { code: 131026, message: 'an error with HTTP 200' }, 131026, 'NO', ''],
];
for (const [httpStatus, error, code, errorClass, details] of refusals) {
  test(`HTTP ${httpStatus} with code ${code} is refused as ${errorClass}`, async t => {
    const { api } = await against(t, json(httpStatus, metaError(error)));
    const outcome = await api.sendMessage(request);
    assert.ok(outcome.kind === 'refused');
    const { explanation, advice, title, ...rest } = outcome;
    assert.deepEqual(rest, { kind: 'refused', httpStatus, code, errorClass, details });
    assert.ok(explanation && advice && title);
    hasNoToken(outcome);
  });
}

const unclear: [what: string, answer: (res: ServerResponse) => void][] = [
  ["Meta's unknown fault", json(500, metaError({ code: 131000, message: `oops ${accessToken}` }))],
  ["Meta's outage", json(503, metaError({ code: 2, message: 'down' }))],
  ['a 5xx with a code that nobody knows', json(500, metaError({ code: 424242 }))],
  ['a 5xx without JSON', res => void res.writeHead(500).end()],
  [
    "a proxy's 502 page",
    res => void res.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>'),
  ],
  ["a proxy's 404 page", res => void res.writeHead(404).end('<html>Not here</html>')],
  ['a success in HTML', res => void res.writeHead(200).end('<html>Welcome</html>')],
  ['a success in garbage', res => void res.writeHead(200).end('{"messages":[{"id"')],
  ['a success without an id', json(200, { messages: [{}] })],
  ['a success that is a list', json(200, [])],
  ['an empty success', res => void res.writeHead(200).end()],
  ['a redirect', res => void res.writeHead(307, { location: '/elsewhere' }).end()],
  ['a line that goes dead before the answer', res => void res.destroy()],
  [
    'a line that goes dead within the answer',
    res => {
      res.writeHead(200, { 'content-length': 1000 }).write('{"messages":', () => res.destroy());
    },
  ],
];
for (const [what, answer] of unclear) {
  test(`after ${what} nobody can tell`, async t => {
    const { api, seen } = await against(t, answer);
    const outcome = await api.sendMessage(request);
    assert.equal(outcome.kind, 'ambiguous');
    assert.equal(seen.length, 1, 'it must not be sent again');
    hasNoToken(outcome);
  });
}

const slow: [what: string, answer: (res: ServerResponse) => void][] = [
  ['a server that never answers', () => {}],
  ['a server that never ends its answer', res => void res.writeHead(200).write('{"messages":')],
];
for (const [what, answer] of slow) {
  test(`${what} is given up at the deadline, and nobody can tell`, async t => {
    const { api } = await against(t, answer, 100);
    assert.deepEqual(await api.sendMessage(request), { kind: 'ambiguous', reason: 'no answer in time' });
  });
}

test('a connection reset after the request was taken is ambiguous', async t => {
  const server = createTcpServer(socket => socket.once('data', () => socket.resetAndDestroy()));
  const baseUrl = await listen(t, server);
  const outcome = await cloudApi({ baseUrl, version: 'v25.0', timeoutMs: 5000 }).sendMessage(request);
  assert.equal(outcome.kind, 'ambiguous');
});

test('where nothing listens, nothing was written', async t => {
  const server = createServer();
  const baseUrl = await listen(t, server);
  server.close();
  await once(server, 'close');
  const outcome = await cloudApi({ baseUrl, version: 'v25.0', timeoutMs: 5000 }).sendMessage(request);
  assert.deepEqual(outcome, { kind: 'unreachable', reason: 'no connection (ECONNREFUSED)' });
});

test('a host without an address and a base that is no address are unreachable', async () => {
  const failing = (code: string) => () => Promise.reject(new TypeError('fetch failed', { cause: { code } }));
  const settings = {
    baseUrl: 'http://nowhere.invalid',
    version: 'v25.0',
    timeoutMs: 5000,
    fetch: failing('ENOTFOUND'),
  };
  assert.equal((await cloudApi(settings).sendMessage(request)).kind, 'unreachable');
  const noUrl = cloudApi({ baseUrl: 'nonsense', version: 'v25.0', timeoutMs: 5000 });
  assert.equal((await noUrl.sendMessage(request)).kind, 'unreachable');
});

for (const bad of ['', 'two\nlines', 'with blank', 'näh']) {
  test(`the token ${JSON.stringify(bad)} is refused before anything is written`, async t => {
    const { api, seen } = await against(t, json(200, accepted));
    const outcome = await api.sendMessage({ ...request, accessToken: bad });
    assert.ok(outcome.kind === 'refused');
    assert.equal(outcome.errorClass, 'AUTH');
    assert.equal(seen.length, 0);
    if (bad) assert.ok(!JSON.stringify(outcome).includes(bad));
  });
}
