import type { Context, MiddlewareHandler } from 'hono';
import { type Account, holdsToken } from '../accounts.ts';
import type { Simulation } from '../simulation.ts';
import { shakeHands } from '../webhooks/handshake.ts';
import { isObject, readBody } from './call-log.ts';
import { GraphError, noSuchObject } from './errors.ts';
import type { GraphEnv } from './graph-faults.ts';

/** An app speaks for itself with `{app id}|{app secret}`: it may look at itself and at tokens, and at nothing else. */
export function appCalls({ accounts }: Simulation): MiddlewareHandler<GraphEnv> {
  return async function appCalls(c, next) {
    const [, appId, secret] = /^Bearer ([^|]+)\|(.+)$/.exec(c.req.header('authorization') ?? '') ?? [];
    if (!appId) return next();
    const owned = accounts.all().filter(account => account.appId === appId && account.appSecret === secret);
    if (owned.length === 0) throw new GraphError(190, 'Invalid OAuth access token signature.');
    const asked = c.req.path.split('/').slice(2).join('/');
    if (asked === 'debug_token') return c.json({ data: inspect(accounts.all(), c.req.query('input_token') ?? '') });
    if (asked === appId) return c.json({ id: appId, name: `App of ${owned[0]!.numbers[0]?.verifiedName}` });
    throw noSuchObject(c.req.method, asked);
  };
}

/** What Meta says of a token, whosever it is. */
function inspect(all: Account[], token: string) {
  const held = all.filter(account => holdsToken(account, token));
  const [first] = held;
  if (!first) return { is_valid: false, error: { code: 190, message: 'The access token could not be decrypted' } };
  return {
    app_id: first.appId,
    type: 'SYSTEM_USER',
    is_valid: true,
    expires_at: first.tokenExpiresAt,
    scopes: first.scopes,
    granular_scopes: first.scopes.map(scope => ({ scope, target_ids: held.map(account => account.wabaId) })),
  };
}

/** `POST /{waba_id}/subscribed_apps`; with an address of the account's own, which must shake hands before it is taken. */
export async function subscribe({ webhooks }: Simulation, c: Context<GraphEnv>, account: Account) {
  const body = await readBody(c);
  const { override_callback_uri: webhookUrl, verify_token: verifyToken } = isObject(body) ? body : {};
  if (typeof webhookUrl === 'string' && typeof verifyToken === 'string') {
    const asked = { ...account, webhookUrl, verifyToken };
    const result = await shakeHands(asked, AbortSignal.timeout(10_000));
    if (!result.verified) throw new GraphError(100, `Callback verification failed: ${result.reason}`);
    Object.assign(account, { webhookUrl, verifyToken });
    webhooks.configure(account);
  }
  account.subscribed = true;
  return { success: true };
}
