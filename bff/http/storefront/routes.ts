import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { answerPreflight, keepOutOfCaches, showRefusals } from '../middleware/storefront-cors.ts';
import { conversationRoutes } from './conversation.ts';
import { eventRoutes, keepTogether } from './events.ts';
import { identifyRoutes } from './identify.ts';
import { mediaRoutes } from './media.ts';
import { streamRoutes } from './stream.ts';
import { visitorRoutes } from './visitors.ts';
import { widgetRoutes } from './widget.ts';

/** Largest request of a shopper's page, in bytes. */
const MAX_BODY = 64 * 1024;

/** What shoppers' browsers use: CORS to the merchant's origins, visitor tokens, no cookies. */
export const storefrontRoutes = (deps: Deps) =>
  new Hono<Env>()
    .use(answerPreflight, showRefusals, keepOutOfCaches)
    // Before the limit of the others: a batch or a file may be larger.
    .route('/events', eventRoutes(deps, keepTogether(deps)))
    .route('/media', mediaRoutes(deps))
    .use(limitBody(MAX_BODY))
    .route('/widget', widgetRoutes(deps))
    .route('/visitors', visitorRoutes(deps))
    .route('/identify', identifyRoutes(deps))
    .route('/stream', streamRoutes(deps))
    .route('/', conversationRoutes(deps));
