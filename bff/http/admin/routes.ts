import { Hono } from 'hono';
import type { AdminSession } from '../../../contract/agent.ts';
import { listAgents } from '../../db/agents.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { findMerchant } from '../../db/merchants.ts';
import { publicKeyOf } from '../../security/public-key.ts';
import type { Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireAgent } from '../middleware/agent.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { sameOrigin } from '../middleware/same-origin.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { automationRoutes } from './automations.ts';
import { consentImportRoutes, consentSettingsRoutes } from './consents.ts';
import { conversationRoutes } from './conversations.ts';
import { customerRoutes } from './customers.ts';
import { deliveryRoutes } from './deliveries.ts';
import { dryRunRoutes, messagePriceRoutes } from './dry-runs.ts';
import { identityKeyRoutes } from './identity-keys.ts';
import { leadScoreRoutes } from './lead-score.ts';
import { loginRoutes } from './login.ts';
import { mediaRoutes } from './media.ts';
import { mergeRoutes } from './merges.ts';
import { privacyRoutes } from './privacy.ts';
import { storeRoutes } from './stores.ts';
import { streamRoutes } from './stream.ts';
import { templateExampleRoutes } from './template-examples.ts';
import { templateRoutes } from './templates.ts';
import { webhookRoutes } from './webhooks.ts';
import { whatsappRoutes } from './whatsapp.ts';

const MAX_BODY = 64 * 1024;

/** The dashboard's own API: an agent's session, same origin. */
export const adminRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .use(sameOrigin(deps))
    // Before the limit of the others: a list may be larger.
    .route('/consents/import', consentImportRoutes(deps))
    // Before the limit of the others: a file may be larger.
    .use('/media/*', requireAgent(deps))
    .route('/media', mediaRoutes(deps))
    .use('/templates/examples', requireAgent(deps))
    .route('/templates/examples', templateExampleRoutes(deps))
    .use(limitBody(MAX_BODY))
    .route('/auth', loginRoutes(deps))
    .use(requireAgent(deps))
    .use(async (c, next) => {
      await next();
      c.header('cache-control', 'no-store');
      // The dashboard counts "an hour ago" from the server's clock: the browser's may be wrong, and the demo's goes ahead.
      c.header('date', deps.clock.now().toUTCString());
    })
    .get('/session', async c => {
      const merchant = await withMerchant(deps.db, c.var.merchantId, findMerchant);
      const { id, name } = merchant!;
      return c.json({ agent: c.var.agent, merchant: { id, name, publicKey: publicKeyOf(id) } } satisfies AdminSession);
    })
    .get('/agents', async c => c.json({ agents: await withMerchant(deps.db, c.var.merchantId, listAgents) }))
    .route('/conversations', conversationRoutes(deps))
    // Before the rules: it is no rule's id.
    .route('/automations/dry-runs', dryRunRoutes(deps))
    .route('/automations', automationRoutes(deps))
    .route('/message-prices', messagePriceRoutes(deps))
    .route('/customers', customerRoutes(deps))
    .route('/consent-settings', consentSettingsRoutes(deps))
    .route('/deliveries', deliveryRoutes(deps))
    .route('/lead-score', leadScoreRoutes(deps))
    .route('/merges', mergeRoutes(deps))
    .route('/api-keys', apiKeyRoutes(deps))
    .route('/stores', storeRoutes(deps))
    .route('/whatsapp', whatsappRoutes(deps))
    .route('/privacy-requests', privacyRoutes(deps))
    .route('/identity-keys', identityKeyRoutes(deps))
    .route('/webhooks', webhookRoutes(deps))
    .route('/templates', templateRoutes(deps))
    .route('/stream', streamRoutes(deps));
