import { randomUUIDv7 } from 'node:crypto';
import type { NewIdentity } from '../db/customers.ts';
import { formatPhone, matchKey } from '../domain/phone-match.ts';
import type { Recipient } from '../whatsapp/cloud-api.ts';
import type { InboundMessage, Sender } from '../whatsapp/inbound-message.ts';

/** What WhatsApp proves of a sender. */
export const provenOf = (from: Sender): { fullName?: string; phone?: string } => ({
  ...(from.profileName && { fullName: from.profileName }),
  ...(from.waId && { phone: formatPhone(from.waId) }),
});

/** The ways to recognise a sender again, the phone first. */
export function identitiesOf({ waId, bsuid, parentBsuid }: Sender): NewIdentity[] {
  return [
    ...(waId ? [phoneIdentity(waId)] : []),
    ...(bsuid ? [bsuidIdentity(bsuid)] : []),
    ...(parentBsuid ? [{ id: randomUUIDv7(), kind: 'parent_bsuid' as const, value: parentBsuid, matchKey: null }] : []),
  ];
}

export const phoneIdentity = (waId: string): NewIdentity => ({
  id: randomUUIDv7(),
  kind: 'wa_id',
  value: waId,
  matchKey: matchKey(waId),
});

/** `digits`: as phones are compared. Nobody is recognised by it, so it has nothing to be matched by. */
export const toldPhone = (digits: string): NewIdentity => ({
  id: randomUUIDv7(),
  kind: 'told_phone',
  value: digits,
  matchKey: null,
});

/** WhatsApp itself says under which number or id the same person writes from now on. */
export function newIdentitiesOf({ system }: InboundMessage): NewIdentity[] {
  return [
    ...(system?.newWaId ? [phoneIdentity(system.newWaId)] : []),
    ...(system?.newBsuid ? [bsuidIdentity(system.newBsuid)] : []),
  ];
}

export const bsuidIdentity = (value: string): NewIdentity => ({
  id: randomUUIDv7(),
  kind: 'bsuid',
  value,
  matchKey: null,
});

/** A phone is sent to exactly as WhatsApp spells it; a customer who hides the phone is reached by the other id. */
export function recipientOf(identity: { kind: string; value: string } | null): Recipient | null {
  const isPhone = identity?.kind === 'wa_id' || identity?.kind === 'told_phone';
  if (isPhone && /^\d+$/.test(identity.value)) return { waId: identity.value };
  return identity?.kind === 'bsuid' && !identity.value.startsWith('erased:') ? { bsuid: identity.value } : null;
}
