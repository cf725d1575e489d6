import { z } from 'zod';
import { Id } from './id.ts';

const moment = z.iso.datetime().nullable();

/** A Meta app as it is connected. Its secrets never come back. */
export const WhatsAppApp = z.object({
  id: z.uuid(),
  /** Meta's id of it. */
  appId: z.string(),
  name: z.string().nullable(),
  /** `expiring`: within seven days. `trouble`: what is wrong with it and how to mend it. */
  token: z.object({
    state: z.enum(['missing', 'good', 'expiring', 'bad']),
    expiresAt: moment,
    trouble: z.string().nullable(),
  }),
  /** Accounts that the token is for; empty when Meta names none. */
  accountIds: z.array(z.string()),
  verifyTokenMadeAt: moment,
  /** When Meta last asked with a verify token of ours. */
  handshakeAt: moment,
  /** When something that the app secret had signed last came. */
  heardAt: moment,
  /** Before anything genuine came: when something came whose signature was not of this secret. */
  refusedAt: moment,
  previousSecretUntil: moment,
  createdAt: z.iso.datetime(),
});
export type WhatsAppApp = z.infer<typeof WhatsAppApp>;

/** Why a number sends nothing, or no marketing, and what to do about it. */
export const NumberStop = z.object({
  what: z.enum(['all', 'marketing']),
  /** Meta's code; null when it was told otherwise. */
  code: z.number().int().nullable(),
  reason: z.string(),
  advice: z.string(),
  at: moment,
  /** It goes on by itself then; null: when somebody resumes it. */
  resumesAt: moment,
});
export type NumberStop = z.infer<typeof NumberStop>;

export const WhatsAppNumber = z.object({
  id: z.uuid(),
  /** The row of its app. */
  app: z.uuid(),
  phoneNumberId: z.string(),
  wabaId: z.string(),
  displayPhone: z.string(),
  verifiedName: z.string().nullable(),
  nameStatus: z.string().nullable(),
  /** GREEN, YELLOW, RED, or what else Meta says. */
  quality: z.string().nullable(),
  /** Messages a second. */
  throughput: z.number().int(),
  /** Meta's word for the messaging limit. */
  tier: z.string().nullable(),
  /** Different people in 24 hours whom its portfolio may write to first; null: no limit, or not known. */
  messagingLimit: z.number().int().nullable(),
  /** How many of them have been, in the last 24 hours. */
  used: z.number().int(),
  /** Messages that wait to be sent from it. */
  waiting: z.number().int(),
  /** May it send, as Meta says: AVAILABLE, LIMITED, BLOCKED. */
  canSend: z.string().nullable(),
  stop: NumberStop.nullable(),
  isDefault: z.boolean(),
  isOnPhone: z.boolean(),
  registeredAt: moment,
  subscribedAt: moment,
  /** Null: it is being set up. */
  readyAt: moment,
  checkedAt: moment,
  /** Why Meta could not be asked for its health. */
  checkTrouble: z.string().nullable(),
});
export type WhatsAppNumber = z.infer<typeof WhatsAppNumber>;

/** What Meta told of an account or a number that people should read. */
export const WhatsAppNotice = z.object({
  id: z.uuid(),
  wabaId: z.string(),
  number: z.uuid().nullable(),
  severity: z.enum(['info', 'warning', 'critical']),
  title: z.string(),
  words: z.string(),
  at: z.iso.datetime(),
});
export type WhatsAppNotice = z.infer<typeof WhatsAppNotice>;

export const WhatsAppConnection = z.object({
  /** What is entered at Meta as the callback URL. */
  webhookUrl: z.string(),
  apps: z.array(WhatsAppApp),
  numbers: z.array(WhatsAppNumber),
  notices: z.array(WhatsAppNotice),
});
export type WhatsAppConnection = z.infer<typeof WhatsAppConnection>;

/** A number of an account, as Meta lists it. */
export const FoundNumber = z.object({
  phoneNumberId: z.string(),
  displayPhone: z.string(),
  verifiedName: z.string().nullable(),
  /** It is connected here already. */
  isConnected: z.boolean(),
});
export type FoundNumber = z.infer<typeof FoundNumber>;

/** Meta's ids are digits. */
const MetaId = z.string().regex(/^\d{1,32}$/, 'must be digits, as Meta shows it');
/** What is pasted: blanks around it are nobody's. */
const pasted = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^[\x21-\x7e]+$/, 'must be without blanks');

export const AppInput = z.strictObject({ appId: MetaId, appSecret: pasted(8, 200) });
export type AppInput = z.infer<typeof AppInput>;
export const AppSecretInput = z.strictObject({ appSecret: pasted(8, 200) });
export const TokenInput = z.strictObject({ accessToken: pasted(8, 1000) });
export const AccountQuery = z.strictObject({ wabaId: MetaId });
export const NumberInput = z.strictObject({ app: Id, wabaId: MetaId, phoneNumberId: MetaId });
export type NumberInput = z.infer<typeof NumberInput>;
export const RegisterInput = z.strictObject({ pin: z.string().regex(/^\d{6}$/, 'must be six digits') });
/** `setWebhook`: Meta is also told where this account's webhooks go, so that nothing is entered by hand. */
export const SubscribeInput = z.strictObject({ setWebhook: z.boolean().default(false) });
/** Shown this once. */
export const VerifyTokenMade = z.object({ verifyToken: z.string() });
export type VerifyTokenMade = z.infer<typeof VerifyTokenMade>;
