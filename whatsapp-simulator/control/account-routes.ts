import { Hono } from 'hono';
import { z } from 'zod';
import { type Account, portfolioOf, Quality, Standing, Throughput, Tier } from '../accounts.ts';
import { NotThere } from '../phone/write.ts';
import type { Simulation } from '../simulation.ts';
import { alertUpdate, capabilityUpdate, numberUpdate, standingUpdate } from '../webhooks/management-updates.ts';
import type { Update } from '../webhooks/webhook-lane.ts';
import { body } from './body.ts';

const AccountChange = z.strictObject({ messagingLimit: Tier, standing: Standing }).partial();
const NumberChange = z.strictObject({ throughput: Throughput, quality: Quality, registered: z.boolean() }).partial();
const Alert = z.strictObject({
  type: z.string().min(1),
  severity: z.enum(['CRITICAL', 'WARNING', 'INFORMATIONAL']).default('WARNING'),
  description: z.string().default(''),
});
const AnyUpdate = z.strictObject({
  field: z.string().min(1),
  value: z.looseObject({}),
  entryId: z.string().optional(),
});

/** What Meta decides about an account and its numbers, and the webhooks by which it tells. */
export function accountRoutes({ accounts, webhooks, clock, live }: Simulation) {
  const accountOf = (wabaId: string): Account => {
    const account = accounts.byWaba(wabaId);
    if (!account) throw new NotThere(`There is no account ${wabaId}.`);
    return account;
  };
  const tell = (account: Account, ...updates: Update[]) => {
    for (const update of updates) webhooks.send(account, update);
    live.tell({ about: 'meta' });
  };

  const routes = new Hono();
  routes.patch('/account/:wabaId', async c => {
    const account = accountOf(c.req.param('wabaId'));
    const { messagingLimit, standing } = await body(c, AccountChange);
    const now = clock.now();
    if (messagingLimit !== undefined && messagingLimit !== account.messagingLimit) {
      for (const each of accounts.all())
        if (portfolioOf(each) === portfolioOf(account)) each.messagingLimit = messagingLimit;
      tell(account, capabilityUpdate(account, now));
    }
    if (standing !== undefined && standing !== account.standing) {
      account.standing = standing;
      tell(account, standingUpdate(account, now));
    }
    return c.json({ wabaId: account.wabaId, messagingLimit: account.messagingLimit, standing: account.standing });
  });
  routes.post('/account/:wabaId/alerts', async c => {
    const account = accountOf(c.req.param('wabaId'));
    tell(account, alertUpdate(account, await body(c, Alert), clock.now()));
    return c.json({ told: true }, 202);
  });
  routes.post('/account/:wabaId/webhooks', async c => {
    const account = accountOf(c.req.param('wabaId'));
    const { field, value, entryId } = await body(c, AnyUpdate);
    tell(account, { field, value, label: field, entry: { id: entryId, at: clock.now() } });
    return c.json({ told: true }, 202);
  });
  routes.patch('/numbers/:id', async c => {
    const found = accounts.byNumber(c.req.param('id'));
    if (!found) throw new NotThere(`No business number has the id ${c.req.param('id')}.`);
    const { account, number } = found;
    const before = { ...number };
    const { throughput, quality, registered } = await body(c, NumberChange);
    number.throughput = throughput ?? number.throughput;
    number.quality = quality ?? number.quality;
    number.registered = registered ?? number.registered;
    tell(account, ...numberUpdate(account, before, number, clock.now()));
    return c.json(number);
  });
  return routes;
}
