import { Hono } from 'hono';
import { sameOriginOnly } from '../security.ts';
import { signIdentity } from './identity.ts';
import type { Sessions } from './sessions.ts';

type Options = { key: string | undefined; identityKey: string | undefined; now: () => Date };

/** Signing in and out, and `POST /identity`: who is logged in, signed for the chat: `{token}`, or null. */
export const accountRoutes = (sessions: Sessions, { key, identityKey, now }: Options) =>
  new Hono()
    .use(sameOriginOnly)
    .post('/sign-in', async c => {
      const { account } = await c.req.parseBody();
      return sessions.signIn(c, account) ? c.redirect('/account', 303) : c.text('There is no such account.', 404);
    })
    .post('/sign-out', c => {
      sessions.signOut(c);
      return c.redirect('/account?signed-out', 303);
    })
    .post('/identity', c => {
      const account = sessions.of(c);
      c.header('cache-control', 'no-store');
      const token = account && key && identityKey ? signIdentity(account, identityKey, key, now()) : null;
      return c.json({ token });
    });
