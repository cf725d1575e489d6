import assert from 'node:assert/strict';
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { BadIdentity, readIdentityToken } from './identity-token.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const at = NOW.getTime() / 1000;
const KEY = 'wxi_of the merchant';
const GOOD = { aud: 'wx_ash', sub: 'C-1', exp: at + 300, jti: 'once' };

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmac = (text: string, key: string, algorithm = 'sha256') =>
  createHmac(algorithm, key).update(text).digest('base64url');
function sign(claims: object = {}, header: object = { alg: 'HS256', typ: 'JWT' }, key = KEY): string {
  const body = `${part(header)}.${part({ ...GOOD, ...claims })}`;
  return `${body}.${hmac(body, key)}`;
}
const read = (token: string, keys = [KEY]) => readIdentityToken(token, keys, 'wx_ash', NOW);

describe('readIdentityToken', () => {
  it('says who it is, and until when the nonce must be remembered', () => {
    const more = { name: 'Ada', email: 'ada@ash.example', phone: '+49 151 1' };
    const expiresAt = new Date(NOW.getTime() + 360_000);
    assert.deepEqual(read(sign(more)), { id: 'C-1', nonce: 'once', expiresAt, ...more });
  });

  it('takes any of several keys, so that they can rotate, and none when there is none', () => {
    assert.equal(read(sign(), ['another', KEY]).id, 'C-1');
    assert.throws(() => read(sign(), ['another']), BadIdentity);
    assert.throws(() => read(sign({}, undefined, ''), []), BadIdentity);
  });

  const edges: [name: string, claims: object, isGood: boolean][] = [
    ['that ends in exactly 15 minutes and the skew', { exp: at + 960 }, true],
    ['that ends a second later', { exp: at + 961 }, false],
    ['that ended 59 seconds ago', { exp: at - 59 }, true],
    ['that ended exactly 60 seconds ago', { exp: at - 60 }, false],
    ['made within the skew', { iat: at + 60 }, true],
    ['made in the future', { iat: at + 61 }, false],
    ['with a subject of 200 characters', { sub: 's'.repeat(200) }, true],
    ['with a subject of 201', { sub: 's'.repeat(201) }, false],
    ['without a subject', { sub: '' }, false],
    ['with a number as its subject', { sub: 1 }, false],
    ['with NUL in its name', { name: 'a\0b' }, false],
    ['with half a character in its name', { name: '\ud800' }, false],
    ['without an end', { exp: undefined }, false],
    ['with text as its end', { exp: String(at + 60) }, false],
    ['that never ends', { exp: 1e308 }, false],
    ['without a nonce', { jti: undefined }, false],
    ['for another merchant', { aud: 'wx_birch' }, false],
    ['for several', { aud: ['wx_ash', 'wx_birch'] }, false],
    ['for nobody', { aud: undefined }, false],
  ];
  for (const [name, claims, isGood] of edges) {
    it(`${isGood ? 'believes' : 'does not believe'} one ${name}`, () => {
      if (isGood) assert.ok(read(sign(claims)));
      else assert.throws(() => read(sign(claims)), BadIdentity);
    });
  }

  const headers: [name: string, header: object, isGood: boolean][] = [
    ['no typ', { alg: 'HS256' }, true],
    ['a key id', { alg: 'HS256', typ: 'JWT', kid: '1' }, true],
    ['another typ', { alg: 'HS256', typ: 'at+jwt' }, false],
    ['alg none', { alg: 'none' }, false],
    ['alg hs256', { alg: 'hs256' }, false],
    ['alg RS256', { alg: 'RS256' }, false],
    ['no alg', { typ: 'JWT' }, false],
    ['something critical', { alg: 'HS256', crit: ['b64'], b64: false }, false],
  ];
  for (const [name, header, isGood] of headers) {
    it(`${isGood ? 'takes' : 'refuses'} a header with ${name}, though it is signed`, () => {
      if (isGood) assert.ok(read(sign({}, header)));
      else assert.throws(() => read(sign({}, header)), BadIdentity);
    });
  }

  it('refuses what an RSA key has signed, and the secret used with another hash', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const body = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(GOOD)}`;
    assert.throws(
      () => read(`${body}.${createSign('sha256').update(body).sign(privateKey, 'base64url')}`),
      BadIdentity,
    );
    const other = `${part({ alg: 'HS256' })}.${part(GOOD)}`;
    assert.throws(() => read(`${other}.${hmac(other, KEY, 'sha512')}`), BadIdentity);
  });

  it('refuses every change of a single character', () => {
    const token = sign();
    for (let i = 0; i < token.length; i++) {
      const changed = `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`;
      assert.throws(() => read(changed), BadIdentity, `at ${i}`);
    }
  });

  it('refuses what is no token at all', () => {
    const body = `${part({ alg: 'HS256' })}.${part(GOOD)}`;
    const deep = `${'['.repeat(900)}${']'.repeat(900)}`;
    const raw = (claims: string) => {
      const text = `${part({ alg: 'HS256' })}.${Buffer.from(claims).toString('base64url')}`;
      return `${text}.${hmac(text, KEY)}`;
    };
    for (const token of [
      '',
      '.',
      '..',
      '...',
      body,
      `${body}.`,
      `${sign()}.`,
      `${sign()}=`,
      raw('null'),
      raw('[]'),
      raw('{'),
      raw(deep),
    ])
      assert.throws(() => read(token), BadIdentity, token);
  });
});
