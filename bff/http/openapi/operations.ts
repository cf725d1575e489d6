import { automations } from './automations.ts';
import { consent } from './consent.ts';
import { dashboard } from './dashboard.ts';
import { deliveries } from './deliveries.ts';
import { dryRuns } from './dry-runs.ts';
import { journey } from './journey.ts';
import { media } from './media.ts';
import type { Operation } from './operation.ts';
import { others } from './others.ts';
import { outgoingWebhooks } from './outgoing-webhooks.ts';
import { storefront } from './storefront.ts';
import { stores } from './stores.ts';
import { templates } from './templates.ts';
import { whatsapp } from './whatsapp.ts';

/** Every door, in the order in which one reads about them. */
export const OPERATIONS: readonly Operation[] = [
  ...storefront,
  ...dashboard,
  ...automations,
  ...outgoingWebhooks,
  ...dryRuns,
  ...consent,
  ...deliveries,
  ...journey,
  ...media,
  ...stores,
  ...templates,
  ...whatsapp,
  ...others,
];
