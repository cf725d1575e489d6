import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { safeEqual } from './safe-equal.ts';

/** What a merchant's server says of a shopper. `id`: the shop's own customer id. `nonce`: good once. */
export type SignedIdentity = {
  id: string;
  nonce: string;
  expiresAt: Date;
  name?: string;
  email?: string;
  phone?: string;
};

/** Why a signed identity is not believed, in words for the merchant's developer. */
export class BadIdentity extends Error {
  override readonly name = 'BadIdentity';
}

/** Seconds that a clock may be off, and that an identity may be good for. */
const SKEW = 60;
const LONGEST = 15 * 60;

// What a header calls critical must be understood (RFC 7515, 4.1.11); nothing of that kind is.
const Header = z.object({ alg: z.literal('HS256'), typ: z.literal('JWT').optional(), crit: z.undefined().optional() });
const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(value => value.isWellFormed() && !value.includes('\0'), 'must be Unicode text without NUL');
const Claims = z.object({
  aud: z.string(),
  sub: text(200),
  exp: z.number(),
  iat: z.number().optional(),
  jti: text(200),
  name: text(200).optional(),
  email: text(254).optional(),
  phone: text(40).optional(),
});

/**
 * Reads a JWT (RFC 7519) signed with HMAC-SHA256. No other algorithm is taken, whatever its header says.
 * @param secrets the merchant's identity keys that are good now
 * @param audience the merchant's public key
 * @throws BadIdentity
 */
export function readIdentityToken(
  token: string,
  secrets: readonly string[],
  audience: string,
  now: Date,
): SignedIdentity {
  const [header, claims, signature, ...rest] = token.split('.');
  if (!header || !claims || !signature || rest.length > 0)
    throw new BadIdentity('It is no JWT: three parts with dots between.');
  if (!Header.safeParse(json(header)).success)
    throw new BadIdentity('Its header must say alg HS256, and typ JWT or none.');
  const isSigned = secrets.map(secret =>
    safeEqual(signature, createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url')),
  );
  if (!isSigned.includes(true)) throw new BadIdentity('It is not signed with one of your identity keys.');
  const parsed = Claims.safeParse(json(claims));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new BadIdentity(`Its claim ${path.map(String).join('.')} is not right: ${message}.`);
  }
  const { aud, sub, exp, iat, jti, name, email, phone } = parsed.data;
  const seconds = now.getTime() / 1000;
  if (aud !== audience) throw new BadIdentity('Its aud must be your public key.');
  if (exp + SKEW <= seconds) throw new BadIdentity('It has expired.');
  if (iat !== undefined && iat > seconds + SKEW) throw new BadIdentity('Its iat is in the future.');
  if (exp > seconds + LONGEST + SKEW) throw new BadIdentity('Its exp must be at most 15 minutes ahead.');
  return {
    id: sub,
    nonce: jti,
    expiresAt: new Date((exp + SKEW) * 1000),
    ...(name && { name }),
    ...(email && { email }),
    ...(phone && { phone }),
  };
}

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
