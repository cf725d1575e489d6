import { Hono } from 'hono';
import { ConsentImportQuery, ConsentSettings } from '../../../contract/consent.ts';
import { readConsentSettings, saveConsentSettings } from '../../db/consent-settings.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { readConsentWords } from '../../services/consent-words.ts';
import { checkConsentImport, importConsents } from '../../services/import-consents.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireAgent } from '../middleware/agent.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { requireOwner } from '../middleware/owner.ts';
import { problem } from '../problem.ts';
import { body, query } from '../validate.ts';

/** Largest list of consents, in bytes. */
const MAX_IMPORT = 2 * 1024 * 1024;

/** Lists of consents, with room of their own. */
export const consentImportRoutes = (deps: Deps) =>
  new Hono<AgentEnv>().post(
    '/',
    limitBody(MAX_IMPORT),
    requireAgent(deps),
    requireOwner,
    query(ConsentImportQuery),
    async c => {
      if (!/^text\/csv\b/i.test(c.req.header('content-type') ?? '')) {
        return problem(c, 'invalid-request', { detail: 'Send the list as text/csv.' });
      }
      const { merchantId, agent } = c.var;
      const csv = await c.req.text();
      const context = contextOf(deps);
      if (c.req.valid('query').check) return c.json(await checkConsentImport(context, merchantId, csv));
      return c.json(await importConsents(context, merchantId, { receiptKey: deps.receiptKey, agent, csv }));
    },
  );

/** How the merchant asks for consent and hears it taken back. */
export const consentSettingsRoutes = ({ db, clock }: Deps) =>
  new Hono<AgentEnv>()
    .use(requireOwner)
    .get('/', async c => c.json(await withMerchant(db, c.var.merchantId, readConsentSettings)))
    .get('/words', async c => c.json(await readConsentWords(db, c.var.merchantId)))
    .put('/', body(ConsentSettings), async c => {
      const settings = c.req.valid('json');
      await withMerchant(db, c.var.merchantId, tx => saveConsentSettings(tx, settings, clock.now()));
      return c.json(settings);
    });
