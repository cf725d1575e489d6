import type { Context, MiddlewareHandler } from 'hono';
import { safeEqual } from '../../security/safe-equal.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { problem } from '../problem.ts';
import { directAddress } from './client-address.ts';

/** For who runs this server: with the token where there is one, else from this machine alone. Others learn not even that it is there. */
export const requireOperator = ({ metricsToken }: Pick<Deps, 'metricsToken'>): MiddlewareHandler<Env> =>
  async function requireOperator(c, next) {
    const mayRead = metricsToken === undefined ? isLocal(c) : bringsToken(c, metricsToken);
    return mayRead ? next() : problem(c, 'not-found');
  };

const bringsToken = (c: Context, token: string) => safeEqual(c.req.header('authorization') ?? '', `Bearer ${token}`);

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;
/** A proxy on this machine is no operator: what it hands on came from elsewhere. */
const isLocal = (c: Context) =>
  LOOPBACK.test(directAddress(c)) && !['x-forwarded-for', 'forwarded', 'via'].some(name => c.req.header(name));
