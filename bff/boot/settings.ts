import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const url = z.url({ protocol: /^https?$/ }).transform(text => text.replace(/\/$/, ''));
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');

/** The demo's WhatsApp account, as the simulator has it. */
const DemoAccount = z.object({
  appId: z.string().default('woodex-demo'),
  accessToken: z.string(),
  appSecret: z.string(),
  verifyToken: z.string(),
  wabaId: z.string(),
  numbers: z.array(z.object({ phoneNumberId: z.string(), displayPhoneNumber: z.string() })),
});
export type DemoAccount = z.infer<typeof DemoAccount>;

const Settings = z.object({
  WOODEX_HOST: z.string().default('127.0.0.1'),
  WOODEX_PORT: port.default(8787),
  /** Where browsers reach this server; the origin of the dashboard and of the script tag. */
  WOODEX_PUBLIC_URL: url.optional(),
  WOODEX_DATA_DIR: z.string().default('.data'),
  /** Where files of messages are kept; `media` in the data folder unless it is set. Several nodes share one, or a bucket. */
  WOODEX_MEDIA_DIR: z.string().optional(),
  /** A bucket for them instead, of any S3-compatible store: all four, or none. */
  WOODEX_S3_ENDPOINT: url.optional(),
  WOODEX_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be a bucket's name")
    .optional(),
  WOODEX_S3_ACCESS_KEY_ID: z.string().optional(),
  WOODEX_S3_SECRET_ACCESS_KEY: z.string().optional(),
  WOODEX_S3_REGION: z.string().default('us-east-1'),
  /** The owner's URL of an outside Postgres (15 or newer). Without it we start our own. */
  DATABASE_URL: postgresUrl.optional(),
  /** The app role's URL, where the owner may not create roles. */
  DATABASE_APP_URL: postgresUrl.optional(),
  DATABASE_POOL: z.coerce.number().int().min(4).max(200).default(8),
  /** 32 random bytes in base64: seals secrets and signs sessions. Without it one is made in the data folder. */
  WOODEX_SECRET: z
    .string()
    .refine(
      text => Buffer.from(text, 'base64').length >= 32,
      'must be at least 32 bytes in base64: openssl rand -base64 32',
    )
    .optional(),
  /** Secrets before this one, newest first, with commas between: they open what was sealed with them until all of it is sealed anew. */
  WOODEX_SECRET_PREVIOUS: z
    .string()
    .transform(text => text.split(',').map(part => part.trim()))
    .refine(
      parts => parts.every(part => Buffer.from(part, 'base64').length >= 32),
      'must be secrets of at least 32 bytes in base64, with commas between',
    )
    .optional(),
  /** How nodes wake each other: `process` for a single node, `postgres` for several. */
  WOODEX_LIVE: z.enum(['process', 'postgres']).optional(),
  WOODEX_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Open streams at most; more are sent away for a while. Each takes some memory and a socket. */
  WOODEX_MAX_STREAMS: z.coerce.number().int().min(1).default(20_000),
  /** Requests with journey events a minute, of one shop and of one address (IPv6: of one /64). */
  WOODEX_EVENTS_PER_KEY: z.coerce.number().int().min(1).default(60_000),
  WOODEX_EVENTS_PER_ADDRESS: z.coerce.number().int().min(1).default(600),
  /** Who sends it as a Bearer token may read /metrics. Without it only this machine may, and not through a proxy. */
  WOODEX_METRICS_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
  WOODEX_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  WHATSAPP_API_URL: url.default('https://graph.facebook.com'),
  WHATSAPP_API_VERSION: z
    .string()
    .regex(/^v\d+\.0$/, 'must look like v25.0')
    .default('v25.0'),
  /** How long a WhatsApp status is waited for after an answer was lost; then what customers wait for is sent once more, marketing is held. */
  WOODEX_SETTLE_SECONDS: z.coerce.number().min(1).max(86_400).default(120),
  WHATSAPP_CHAT_URL: url.default('https://wa.me'),
  /** What stands in for every Shopify shop's own address. */
  SHOPIFY_API_URL: url.optional(),
  /** May a shop that we ask for its orders be on this machine, without TLS? For trying things out. */
  WOODEX_LOCAL_STORES: z.stringbool().default(false),
  /**
   * How many days runs of automations are kept after their end. A rule may be once in 366 days: it must be known for so long when it was.
   */
  WOODEX_RUNS_KEPT_DAYS: z.coerce.number().int().min(367).max(36_500).default(400),
  /** May rules tell endpoints in this server's own network something, there without TLS too? */
  WOODEX_PRIVATE_WEBHOOKS: z.stringbool().default(false),
  WOODEX_DEMO: z.stringbool().default(false),
  WOODEX_DEMO_STORE_URL: url.default('http://127.0.0.1:8788'),
  /** The demo shop's API key and identity key. */
  WOODEX_DEMO_API_KEY: z.string().optional(),
  WOODEX_DEMO_IDENTITY_KEY: z.string().optional(),
  WOODEX_DEMO_WHATSAPP: z
    .string()
    .transform((text, issues) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        issues.addIssue('must be JSON');
        return z.NEVER;
      }
    })
    .pipe(DemoAccount)
    .optional(),
});

export type Settings = z.infer<typeof Settings>;

/** Settings that cannot be used; the message has one line per variable. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
}

const BUCKET = [
  'WOODEX_S3_ENDPOINT',
  'WOODEX_S3_BUCKET',
  'WOODEX_S3_ACCESS_KEY_ID',
  'WOODEX_S3_SECRET_ACCESS_KEY',
] as const;

/** Reads and checks the settings. An empty variable counts as absent. @throws BadSettings */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = Settings.safeParse(given);
  if (result.success) {
    const missing = BUCKET.filter(name => result.data[name] === undefined);
    if (missing.length === 0 || missing.length === BUCKET.length) return result.data;
    throw new BadSettings(
      missing.map(name => `${name}: is needed, too: a bucket takes ${BUCKET.join(', ')}`).join('\n'),
    );
  }
  throw new BadSettings(result.error.issues.map(issue => `${issue.path[0]?.toString()}: ${issue.message}`).join('\n'));
}
