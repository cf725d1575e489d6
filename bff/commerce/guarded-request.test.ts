import assert from 'node:assert/strict';
import type { lookup } from 'node:dns';
import { describe, it } from 'node:test';
import {
  guardedLookup,
  guardedRequest,
  isPublicAddress,
  mayAsk,
  type Reach,
  RequestTrouble,
} from './guarded-request.ts';

/** A name that has these addresses, one after the other: the second time it is asked, the second. */
const resolverOf = (...answers: string[][]) => {
  let asked = 0;
  const resolve = (_name: string, _options: unknown, callback: (error: null, found: unknown) => void) => {
    const addresses = answers[Math.min(asked, answers.length - 1)]!;
    asked += 1;
    callback(
      null,
      addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return Object.assign(resolve as unknown as typeof lookup, { asked: () => asked });
};
const goal = (address: string, reach: Reach = 'public') => ({ url: new URL(address), reach });
const ask = (address: string, resolve: typeof lookup, reach: Reach = 'public') =>
  guardedRequest(new URL(address), {
    ...{ method: 'GET', headers: {}, signal: AbortSignal.timeout(2000), reach, largest: 100, resolve },
  });

describe('an address that a merchant names', () => {
  for (const address of [
    ...[
      '127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.0.1',
      '169.254.169.254',
      '0.0.0.0',
      '100.64.0.1',
      '255.255.255.255',
    ],
    ...['::1', '::', 'fe80::1', 'fc00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', 'ff02::1'],
  ])
    it(`is not public at ${address}`, () => assert.equal(isPublicAddress(address), false));

  it('is public elsewhere', () => {
    for (const address of ['1.1.1.1', '172.32.0.1', '2606:4700::1111']) assert.ok(isPublicAddress(address));
  });

  it('is asked over TLS alone, by whatever way of writing it, and without a login in it', () => {
    for (const address of [
      ...['http://erp.example', 'https://127.1', 'https://2130706433', 'https://0x7f.1', 'https://[::1]'],
      ...['https://me:pw@erp.example', 'ftp://erp.example'],
    ])
      assert.equal(mayAsk(goal(address)), false, address);
    assert.ok(mayAsk(goal('https://erp.example')));
  });

  it('may be in the own network where that is allowed, without TLS there and nowhere else', () => {
    for (const address of ['http://10.0.0.1', 'http://erp.internal', 'https://10.0.0.1', 'http://localhost:80'])
      assert.ok(mayAsk(goal(address, 'own-network')), address);
    assert.equal(mayAsk(goal('http://1.1.1.1', 'own-network')), false);
  });

  it('is refused where its name leads inside, if only with one of its addresses', async () => {
    for (const addresses of [['127.0.0.1'], ['1.1.1.1', '10.0.0.1'], ['::1'], ['::ffff:10.0.0.1']])
      await assert.rejects(ask('https://erp.example', resolverOf(addresses)), (error: unknown) => {
        assert.ok(error instanceof RequestTrouble);
        return error.kind === 'private-network';
      });
  });

  it('is looked up once, by whoever connects: a name cannot lead elsewhere the second time', async () => {
    const resolve = resolverOf(['192.0.2.1'], ['127.0.0.1']);
    await assert.rejects(ask('https://erp.example', resolve));
    assert.equal(resolve.asked(), 1);
    const connectTo = new Promise(done => {
      const toConnect = guardedLookup(goal('https://erp.example'), resolverOf(['1.1.1.1'], ['127.0.0.1']));
      toConnect('erp.example', { all: true }, (_error, addresses) => done(addresses));
    });
    assert.deepEqual(await connectTo, [{ address: '1.1.1.1', family: 4 }]);
  });

  it('without TLS goes no further than the own network, whatever its name leads to', async () => {
    await assert.rejects(ask('http://erp.internal', resolverOf(['1.1.1.1']), 'own-network'), {
      kind: 'private-network',
    });
  });
});
