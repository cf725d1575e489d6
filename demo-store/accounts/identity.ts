import { createHmac, randomUUID } from 'node:crypto';
import type { Account } from './accounts.ts';

/** Seconds. The page asks for it and hands it on at once. */
const GOOD_FOR = 5 * 60;

/**
 * Signs for the chat who the shopper is: a JWT (HS256) with the identity key from the dashboard. `audience`: the shop's public key.
 */
export function signIdentity(account: Account, secret: string, audience: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const { id: sub, name, email, phone } = account;
  const claims = {
    aud: audience,
    sub,
    iat: seconds,
    exp: seconds + GOOD_FOR,
    jti: randomUUID(),
    name,
    email,
    phone: phone.replaceAll(' ', ''),
  };
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
