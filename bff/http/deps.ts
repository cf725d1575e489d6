import type { Logger } from 'pino';
import type { Reach } from '../commerce/guarded-request.ts';
import type { Db } from '../db/merchant-tx.ts';
import type { Clock } from '../domain/clock.ts';
import type { Live } from '../live/live.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { MediaLinks } from '../security/media-link.ts';
import type { Sealer } from '../security/seal.ts';
import type { ShopAccess } from '../services/connect-store.ts';
import type { Context } from '../services/context.ts';
import type { TemplateTools } from '../services/sync-templates.ts';
import type { MetaTools } from '../services/whatsapp-app.ts';
import type { Auth } from './auth.ts';
import type { Metrics } from './metrics.ts';
import type { StreamRegistry } from './sse/stream-registry.ts';

/** What the front door is made of; the composition root hands it in. */
export type Deps = {
  db: Db;
  live: Live;
  clock: Clock;
  log: Logger;
  auth: Auth;
  sealer: Sealer;
  referenceKey: Buffer;
  /** What tells the phone of somebody again who opted out and was erased. */
  receiptKey: Buffer;
  streams: StreamRegistry;
  metrics: Metrics;
  /** Where browsers reach this server, e.g. `https://chat.example.com`. */
  publicUrl: string;
  /** `https://wa.me`, or what stands in for it. */
  whatsappChatUrl: string;
  /** The folder with the built `sdk` and `admin`. */
  distDir: string;
  /** How many proxies in front of us write X-Forwarded-For. */
  trustedProxies: number;
  /** Where files of messages are, and the folder where they lie while they come. */
  mediaStore: MediaStore;
  mediaFolder: string;
  mediaLinks: MediaLinks;
  /** What opens /metrics from elsewhere than this machine. */
  metricsToken: string | undefined;
  /** Requests with journey events a minute: of one shop, and of one address. */
  limits: { eventsPerKey: number; eventsPerAddress: number };
  /** How shops are reached that we ask for their orders. */
  shopAccess: ShopAccess;
  /** What endpoints of rules may lead to. */
  webhookReach: Reach;
  /** How Meta is asked for message templates, and told of them. */
  templates: TemplateTools['api'];
  /** Is the server fit to take requests? */
  isReady(): Promise<boolean>;
  /** What is asked of Meta about apps and numbers. */
  meta: Pick<MetaTools, 'app' | 'numbers'>;
  /** The demo's clock can be moved on; null: this is no demo. */
  timeMachine: { offset(): number; moveOn(ms: number): Promise<void> } | null;
};

/** What a verb gets: the one moment of this request. */
export const contextOf = ({ db, live, clock }: Deps): Context => ({ db, live, now: clock.now() });
