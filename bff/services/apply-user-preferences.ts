import { randomUUIDv7 } from 'node:crypto';
import { type NewConsent, recordConsents } from '../db/consents.ts';
import { addIdentities, findIdentity, lockIdentities } from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { type UserPreference, userPreferences } from '../whatsapp/user-preferences.ts';
import { recognise, welcome } from './apply-inbound-message.ts';
import type { Notice } from './apply-notice.ts';
import { type Effect, IGNORED } from './effect.ts';
import { announceConsent, standingOf } from './tell-consent.ts';
import { identitiesOf } from './whatsapp-identities.ts';

/**
 * What people set in WhatsApp about our offers. Who is not known yet becomes known by it: a no of somebody who never wrote is kept for
 * the day on which somebody would write to them.
 */
export async function applyUserPreferences(tx: MerchantTx, { value }: Notice, now: Date): Promise<Effect> {
  const told = userPreferences(value, now);
  if (told.length === 0) return IGNORED;
  const moved: string[] = [];
  for (const preference of told) moved.push(...(await apply(tx, preference, now)));
  return { outcome: 'applied', moved };
}

async function apply(tx: MerchantTx, preference: UserPreference, now: Date): Promise<string[]> {
  const identities = identitiesOf(preference.from);
  await lockIdentities(tx, identities);
  const known = await recognise(tx, identities);
  const customerId = known ?? (await welcome(tx, preference.from, now));
  await addIdentities(tx, customerId, identities, now);
  const identity = await findIdentity(tx, customerId, identities[0]!);
  const before = await standingOf(tx, customerId);
  await recordConsents(tx, factsOf(preference, customerId, identity?.id ?? null, now));
  return known ? announceConsent(tx, customerId, before, now) : [];
}

/** Signing up is resuming, and a yes of the customer's own besides. */
function factsOf(
  { from, value, at: said, detail, signupId }: UserPreference,
  customerId: string,
  identityId: string | null,
  now: Date,
): NewConsent[] {
  const at = said < now ? said : now;
  const key = `preference:${JSON.stringify([from.waId ?? from.bsuid, at.getTime(), value])}`;
  const fact = { customerId, identityId, topic: 'marketing', wording: detail, at, recordedAt: now } as const;
  const metas: NewConsent = {
    ...fact,
    id: randomUUIDv7(),
    action: value === 'stop' ? 'opt-out' : 'opt-in',
    source: 'meta-preference',
    dedupeKey: key,
  };
  if (value !== 'signup') return [metas];
  const proof = { signupId };
  return [
    { ...metas, proof },
    { ...fact, id: randomUUIDv7(), action: 'opt-in', source: 'button', proof, dedupeKey: `${key}:yes` },
  ];
}
