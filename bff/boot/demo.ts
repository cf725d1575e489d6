import { randomUUIDv7 } from 'node:crypto';
import { insertApiKey } from '../db/api-keys.ts';
import {
  findAutomationSettings,
  insertRule,
  listRules,
  saveAutomationSettings,
  switchRule,
} from '../db/automation-rules.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { listNumbers } from '../db/whatsapp-numbers.ts';
import { RECIPES } from '../domain/automation/recipes.ts';
import { type Auth, createLogin } from '../http/auth.ts';
import { parseApiKey } from '../security/api-key.ts';
import { publicKeyOf } from '../security/public-key.ts';
import type { Sealer } from '../security/seal.ts';
import { STANDARD_SETTINGS } from '../services/automation-settings.ts';
import { connectWhatsApp } from '../services/connect-whatsapp.ts';
import type { Context } from '../services/context.ts';
import { addAgent, ensureMerchant } from '../services/create-merchant.ts';
import { makeIdentityKey } from '../services/identity-keys.ts';
import type { DemoAccount } from './settings.ts';

/** The demo's merchant; its public key is in the demo store's script tag. */
export const DEMO_MERCHANT_ID = '01900000-0000-7000-8000-000000000001';
export const DEMO_KEY = publicKeyOf(DEMO_MERCHANT_ID);

const PASSWORD = 'showroom-demo';
const AGENTS = [
  { name: 'Marta Lindqvist', email: 'agent@woodex.demo', role: 'owner' },
  { name: 'Jonas Weber', email: 'jonas@woodex.demo', role: 'agent' },
] as const;

type Options = {
  auth: Auth;
  sealer: Sealer;
  storeOrigins: string[];
  account: DemoAccount | undefined;
  apiKey?: string | undefined;
  identityKey?: string | undefined;
};

/** The demo shop's identity key is this row, so that a second start finds it. */
const IDENTITY_KEY_ID = '01900000-0000-7000-8000-000000000002';

/**
 * Sees to it that the demo's merchant, agents and WhatsApp number are there. Each step looks for itself, since a start that was
 * killed may have left any of them undone.
 */
export async function seedDemo(
  context: Context,
  { auth, sealer, storeOrigins, account, apiKey, identityKey }: Options,
): Promise<void> {
  await ensureMerchant(context, {
    id: DEMO_MERCHANT_ID,
    name: 'WoodEx',
    greeting: 'Hello! Ask us about wood, sizes, delivery or a visit to the showroom.',
    color: '#7a4f2b',
    allowedOrigins: storeOrigins,
  });
  for (const agent of AGENTS) {
    const userId = await createLogin(auth, { ...agent, password: PASSWORD });
    await addAgent(context, DEMO_MERCHANT_ID, { ...agent, userId });
  }
  await openShopDoors(context, sealer, apiKey, identityKey);
  await switchOnRules(context);
  if (!account || (await hasNumber(context))) return;
  const numbers = account.numbers.map(({ phoneNumberId, displayPhoneNumber }) => ({
    phoneNumberId,
    displayPhone: displayPhoneNumber,
  }));
  await connectWhatsApp(context, sealer, DEMO_MERCHANT_ID, { ...account, numbers });
}

/** Left to be switched on by hand: it would take conversations out of the hands of whoever tries the inbox. */
const LEFT_OFF = ['hot-lead'];

/** All recipes, so that a first look shows what they do. */
const switchOnRules = ({ db, now }: Context) =>
  withMerchant(db, DEMO_MERCHANT_ID, async tx => {
    const known = await listRules(tx);
    if (!(await findAutomationSettings(tx))) {
      await saveAutomationSettings(tx, { ...STANDARD_SETTINGS, timeZone: 'Europe/Berlin' }, now);
    }
    for (const { id: recipe, definition } of RECIPES) {
      if (known.some(rule => rule.recipe === recipe)) continue;
      const id = randomUUIDv7();
      await insertRule(tx, { id, recipe, definition, createdBy: null, now });
      if (!LEFT_OFF.includes(recipe)) await switchRule(tx, id, true, now);
    }
  });

/** What the demo shop's own server tells the CRM with. */
async function openShopDoors(
  context: Context,
  sealer: Sealer,
  apiKey: string | undefined,
  identityKey: string | undefined,
): Promise<void> {
  const key = apiKey ? parseApiKey(apiKey) : null;
  if (key?.merchantId === DEMO_MERCHANT_ID) {
    const row = { id: randomUUIDv7(), name: 'Demo shop', hash: key.hash, scopes: ['commerce:write'], now: context.now };
    await withMerchant(context.db, DEMO_MERCHANT_ID, tx => insertApiKey(tx, row));
  }
  if (!identityKey) return;
  await makeIdentityKey(context, sealer, DEMO_MERCHANT_ID, { id: IDENTITY_KEY_ID, secret: identityKey });
}

const hasNumber = ({ db }: Context) =>
  withMerchant(db, DEMO_MERCHANT_ID, async tx => (await listNumbers(tx)).length > 0);
