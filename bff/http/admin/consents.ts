import { Hono } from 'hono';
import { ConsentSettings } from '../../../contract/consent.ts';
import { readConsentSettings, saveConsentSettings } from '../../db/consent-settings.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { importConsents } from '../../services/import-consents.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireAgent } from '../middleware/agent.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { requireOwner } from '../middleware/owner.ts';
import { problem } from '../problem.ts';
import { body } from '../validate.ts';

/** Largest list of consents, in bytes. */
const MAX_IMPORT = 2 * 1024 * 1024;

/** Lists of consents, with room of their own. */
export const consentImportRoutes = (deps: Deps) =>
  new Hono<AgentEnv>().post('/', limitBody(MAX_IMPORT), requireAgent(deps), requireOwner, async c => {
    if (!/^text\/csv\b/i.test(c.req.header('content-type') ?? '')) {
      return problem(c, 'invalid-request', { detail: 'Send the list as text/csv.' });
    }
    const { merchantId, agent } = c.var;
    const csv = await c.req.text();
    return c.json(await importConsents(contextOf(deps), deps.receiptKey, merchantId, agent, csv));
  });

/** How the merchant asks for consent and hears it taken back. */
export const consentSettingsRoutes = ({ db, clock }: Deps) =>
  new Hono<AgentEnv>()
    .use(requireOwner)
    .get('/', async c => c.json(await withMerchant(db, c.var.merchantId, readConsentSettings)))
    .put('/', body(ConsentSettings), async c => {
      const settings = c.req.valid('json');
      await withMerchant(db, c.var.merchantId, tx => saveConsentSettings(tx, settings, clock.now()));
      return c.json(settings);
    });
