import { join, resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { listValidSessions } from '../db/agents.ts';
import { conversationHeads } from '../db/conversations.ts';
import type { JobKind } from '../db/jobs.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { merchantSeq } from '../db/updates.ts';
import { listValidVisitors, notePanels } from '../db/visitors.ts';
import type { Clock } from '../domain/clock.ts';
import { DAY, SECOND } from '../domain/duration.ts';
import { createAuth } from '../http/auth.ts';
import type { Deps } from '../http/deps.ts';
import { createMetrics, type Metrics } from '../http/metrics.ts';
import { type StreamFacts, StreamRegistry } from '../http/sse/stream-registry.ts';
import { startFollower } from '../jobs/follow-journeys.ts';
import { readCommerce, watchQuote } from '../jobs/handlers/commerce.ts';
import { replayRule } from '../jobs/handlers/dry-run.ts';
import { readMedia } from '../jobs/handlers/fetch-media.ts';
import { watchNumber } from '../jobs/handlers/numbers.ts';
import { tellEndpoint } from '../jobs/handlers/outgoing-webhook.ts';
import { showPresence } from '../jobs/handlers/presence.ts';
import { readStatuses, readWebhook } from '../jobs/handlers/read-webhook.ts';
import { answerPrivacy, askStore } from '../jobs/handlers/stores.ts';
import { loadTemplates } from '../jobs/handlers/templates.ts';
import { startHousekeeping } from '../jobs/housekeeping.ts';
import { startSender } from '../jobs/sender/sender.ts';
import { startTimekeeper } from '../jobs/timekeeper.ts';
import { type Handler, startWorker } from '../jobs/worker.ts';
import { inProcessLive } from '../live/in-process.ts';
import type { Live } from '../live/live.ts';
import { postgresLive } from '../live/postgres.ts';
import { deriveKey } from '../security/keys.ts';
import { mediaLinks } from '../security/media-link.ts';
import { sealer as createSealer } from '../security/seal.ts';
import { appApi } from '../whatsapp/app-api.ts';
import { cloudApi } from '../whatsapp/cloud-api.ts';
import { mediaApi } from '../whatsapp/media-api.ts';
import { numberApi } from '../whatsapp/number-api.ts';
import { templateApi } from '../whatsapp/template-api.ts';
import { startDatabase } from './database.ts';
import { seedDemo } from './demo.ts';
import { closeServer, listen } from './listen.ts';
import { openMediaStore } from './media.ts';
import { readReceiptKey, resealInBackground } from './reseal.ts';
import { readPreviousSecrets, readSecret } from './secret.ts';
import type { Settings } from './settings.ts';
import { openTimeMachine } from './time-machine.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MIGRATIONS = join(ROOT, 'migrations');
const ANSWER_WITHIN = 10 * SECOND;
/** After a kill another process goes on when this has passed. */
const SEND_LEASE = 5 * SECOND;

export type RunningServer = {
  port: number;
  deps: Deps;
  /** Answers what is under way, ends the streams, finishes the jobs begun, and stops our own database. */
  stop(): Promise<void>;
};

/** Puts the server together and starts it: database, wake-ups, workers, front door. @throws SetupError */
export async function startServer(settings: Settings, clock: Clock, log: Logger): Promise<RunningServer> {
  const steps: (() => unknown)[] = [];
  const onStop = (step: () => unknown) => void steps.push(step);
  const stop = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    const deps = await assemble(settings, clock, log, onStop);
    const server = await listen(settings, deps);
    onStop(() => closeServer(server, deps));
    const address = server.address();
    return { port: address && typeof address === 'object' ? address.port : settings.WOODEX_PORT, deps, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  settings: Settings,
  real: Clock,
  log: Logger,
  onStop: (step: () => unknown) => void,
): Promise<Deps> {
  const dataDir = resolve(ROOT, settings.WOODEX_DATA_DIR);
  const timeMachine = settings.WOODEX_DEMO ? await openTimeMachine(real, join(dataDir, 'demo-clock')) : null;
  const clock = timeMachine?.clock ?? real;
  const secret = await readSecret(settings, dataDir);
  const previous = readPreviousSecrets(settings);
  if (settings.DATABASE_URL && !settings.WOODEX_SECRET) {
    log.warn(`WOODEX_SECRET is not set: the secret is kept in ${dataDir}, and no other node can use this database.`);
  }
  const { db, appUrl, ownerUrl } = await startDatabase(
    { settings, dataDir, migrations: MIGRATIONS, secret, previous, clock, log },
    onStop,
  );
  const live = await startLive(settings, appUrl, log);
  onStop(() => live.close());

  const sealer = createSealer([secret, ...previous]);
  const referenceKey = deriveKey(secret, 'whatsapp-reference');
  const receiptKey = await readReceiptKey(ownerUrl, sealer, [secret, ...previous]);
  const metrics = createMetrics();
  const { mediaStore, mediaFolder } = await openMediaStore(settings, dataDir, clock);
  const publicUrl = settings.WOODEX_PUBLIC_URL ?? `http://127.0.0.1:${settings.WOODEX_PORT}`;
  const auth = createAuth(db, { secret: deriveKey(secret, 'agent-sessions').toString('base64url'), publicUrl });
  const deps: Deps = {
    db,
    live,
    clock,
    log,
    auth,
    sealer,
    referenceKey,
    receiptKey,
    metrics,
    publicUrl,
    streams: new StreamRegistry({
      live,
      facts: streamFacts(db, clock),
      metrics,
      log,
      random: Math.random,
      maxStreams: settings.WOODEX_MAX_STREAMS,
    }),
    mediaStore,
    mediaFolder,
    mediaLinks: mediaLinks(deriveKey(secret, 'media-links')),
    whatsappChatUrl: settings.WHATSAPP_CHAT_URL,
    distDir: join(ROOT, 'dist'),
    trustedProxies: settings.WOODEX_TRUSTED_PROXIES,
    metricsToken: settings.WOODEX_METRICS_TOKEN,
    limits: { eventsPerKey: settings.WOODEX_EVENTS_PER_KEY, eventsPerAddress: settings.WOODEX_EVENTS_PER_ADDRESS },
    shopAccess: { shopifyUrl: settings.SHOPIFY_API_URL, allowsLocal: settings.WOODEX_LOCAL_STORES },
    webhookReach: settings.WOODEX_PRIVATE_WEBHOOKS ? 'own-network' : 'public',
    templates: templateApi(graphOf(settings)),
    isReady: () => isAnswering(db),
    meta: { app: appApi(graphOf(settings)), numbers: numberApi(graphOf(settings)) },
    timeMachine,
  };
  if (settings.WOODEX_DEMO) await seed(deps, settings);
  if (previous.length > 0) onStop(resealInBackground({ db, sealer, ownerUrl, log }));
  const worker = startWorkers(deps, settings, metrics);
  onStop(() => worker.stop());
  const sender = startSending(deps, settings, metrics);
  onStop(() => sender.stop());
  const follower = startFollower(deps);
  onStop(() => follower.stop());
  const timekeeper = startTimekeeper(deps);
  onStop(() => timekeeper.stop());
  onStop(startHousekeeping({ db, clock, log, runsKept: settings.WOODEX_RUNS_KEPT_DAYS * DAY }));
  return deps;
}

async function startLive(settings: Settings, appUrl: string, log: Logger): Promise<Live> {
  const back = settings.WOODEX_LIVE ?? (settings.DATABASE_URL ? 'postgres' : 'process');
  const onTrouble = (err: unknown) => log.warn({ err }, 'wake-ups');
  if (back === 'process') return inProcessLive({ onTrouble });
  return postgresLive({ url: appUrl, onTrouble });
}

const graphOf = (settings: Settings) => ({
  baseUrl: settings.WHATSAPP_API_URL,
  version: settings.WHATSAPP_API_VERSION,
  timeoutMs: ANSWER_WITHIN,
});

function startSending({ db, live, clock, log, sealer, mediaStore }: Deps, settings: Settings, metrics: Metrics) {
  const graph = graphOf(settings);
  return startSender({
    ...{ db, live, clock, log, sealer, api: cloudApi(graph), random: Math.random },
    ...{ mediaStore, mediaApi: mediaApi(graph) },
    lease: SEND_LEASE,
    settleTime: settings.WOODEX_SETTLE_SECONDS * SECOND,
    onStep: step => metrics.sends.inc({ step }),
  });
}

function startWorkers(deps: Deps, settings: Settings, metrics: Metrics) {
  const { db, live, clock, log, sealer, referenceKey, receiptKey, shopAccess, meta } = deps;
  const { mediaStore: store, mediaFolder: folder, webhookReach } = deps;
  const graph = graphOf(settings);
  const api = cloudApi(graph);
  return startWorker({
    db,
    live,
    clock,
    log,
    random: Math.random,
    onSettled: (kind, outcome) => metrics.jobs.inc({ kind, outcome }),
    handlers: {
      webhook: readWebhook({ db, live }, referenceKey),
      status: readStatuses({ db, live }),
      commerce: readCommerce({ db, live }, receiptKey),
      quote: watchQuote({ db, live }),
      reconcile: askStore({ db, live }, { sealer, access: shopAccess }),
      privacy: answerPrivacy({ db, live }, receiptKey),
      templates: loadTemplates({ db, live }, { api: templateApi(graph), sealer }),
      media: readMedia({ db, live }, { api: mediaApi(graph), store, sealer, folder, random: Math.random }),
      'dry-run': replayRule({ db, live }),
      presence: showPresence({ db, live }, { api, sealer }),
      'number-health': watchNumber({ db, live }, { sealer, numbers: meta.numbers }),
      'outgoing-webhook': tellEndpoint({ db, live }, { sealer, reach: webhookReach, random: Math.random }),
    } satisfies Record<JobKind, Handler>,
  });
}

const streamFacts = (db: Db, clock: Clock): StreamFacts => ({
  conversationHeads: (merchantId, ids) => withMerchant(db, merchantId, tx => conversationHeads(tx, ids)),
  merchantSeq: merchantId => withMerchant(db, merchantId, merchantSeq),
  validListeners: (merchantId, audience, ids) =>
    withMerchant(db, merchantId, tx =>
      audience === 'agent' ? listValidSessions(tx, ids, clock.now()) : listValidVisitors(tx, ids),
    ),
  notePanels: (merchantId, ids) => withMerchant(db, merchantId, tx => notePanels(tx, ids, clock.now())),
});

async function seed({ db, live, clock, auth, sealer }: Deps, settings: Settings): Promise<void> {
  const store = new URL(settings.WOODEX_DEMO_STORE_URL);
  const origins = ['127.0.0.1', 'localhost'].map(host => `${store.protocol}//${host}:${store.port}`);
  const context = { db, live, now: clock.now() };
  await seedDemo(context, {
    auth,
    sealer,
    storeOrigins: origins,
    account: settings.WOODEX_DEMO_WHATSAPP,
    apiKey: settings.WOODEX_DEMO_API_KEY,
    identityKey: settings.WOODEX_DEMO_IDENTITY_KEY,
  });
}

const isAnswering = (db: Db) =>
  db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
