import { Hono } from 'hono';
import { adminRoutes } from './http/admin/routes.ts';
import { commerceRoutes } from './http/commerce/routes.ts';
import { demoRoutes } from './http/demo.ts';
import type { Deps } from './http/deps.ts';
import type { Env } from './http/env.ts';
import { mediaRoutes } from './http/media.ts';
import { requireOperator } from './http/middleware/operator.ts';
import { requestLog } from './http/middleware/request-log.ts';
import { openApiRoutes } from './http/openapi/routes.ts';
import { adminPages, sdkFiles } from './http/pages.ts';
import { problem, problemOf } from './http/problem.ts';
import { storefrontRoutes } from './http/storefront/routes.ts';
import { shopifyWebhook } from './http/webhooks/shopify.ts';
import { whatsappWebhook } from './http/webhooks/whatsapp.ts';
import { wooCommerceWebhook } from './http/webhooks/woocommerce.ts';

/** The front door: every route of the server. It reads no environment and keeps nothing of its own. */
export const createApp = (deps: Deps) =>
  new Hono<Env>()
    .use(requestLog(deps))
    .route('/v1/commerce', commerceRoutes(deps))
    .route('/v1', storefrontRoutes(deps))
    .route('/admin/v1', adminRoutes(deps))
    .route('/webhooks/whatsapp', whatsappWebhook(deps))
    .route('/webhooks/shopify', shopifyWebhook(deps))
    .route('/webhooks/woocommerce', wooCommerceWebhook(deps))
    .route('/media', mediaRoutes(deps))
    .route('/demo', demoRoutes(deps))
    .route('/sdk', sdkFiles(deps))
    .route('/admin', adminPages(deps))
    .route('/', openApiRoutes(deps))
    .get('/', c => c.redirect('/admin'))
    .get('/healthz', c => c.text('ok'))
    .get('/readyz', async c => ((await deps.isReady()) ? c.text('ok') : problem(c, 'unavailable')))
    .get('/metrics', requireOperator(deps), async c =>
      c.body(await deps.metrics.registry.metrics(), 200, { 'content-type': deps.metrics.registry.contentType }),
    )
    .notFound(c => problem(c, 'not-found'))
    .onError((error, c) => problemOf(error, c, deps.log));
