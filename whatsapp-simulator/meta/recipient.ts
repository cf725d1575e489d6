import type { BusinessNumber } from '../accounts.ts';
import type { Phone, Phones } from '../phones.ts';
import type { Simulation } from '../simulation.ts';
import { modernForm, phoneDigits, waIdOf } from '../wa-id.ts';
import { GraphError } from './errors.ts';
import type { SendBody } from './send-body.ts';

/** Whom a send means. `phone` is undefined for someone who is not on WhatsApp; `waId` is null for a BSUID. */
export type Recipient = {
  input: string;
  addressedTo: 'phone' | 'bsuid';
  waId: string | null;
  phone: Phone | undefined;
};

/** `to` wins over `recipient`. @throws {GraphError} 100 for neither or for a malformed one, 131021 for the sender. */
export function findRecipient(
  { phones, faults }: Simulation,
  number: BusinessNumber,
  { to, recipient }: SendBody,
): Recipient {
  if (to === undefined && recipient === undefined) throw new GraphError(100, 'The parameter to is required.');
  if (to === undefined) return byBsuid(phones, recipient!);
  const digits = phoneDigits(to);
  if (digits === null) throw new GraphError(100, `Param to is not a valid phone number: ${to}`);
  if (modernForm(digits) === modernForm(phoneDigits(number.displayPhoneNumber)!)) throw new GraphError(131021);
  const phone = phones.byNumber(digits) ?? (faults.settings.adoptUnknown ? phones.adopt(digits) : undefined);
  return { input: to, addressedTo: 'phone', waId: waIdOf(digits), phone };
}

function byBsuid(phones: Phones, bsuid: string): Recipient {
  if (!/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(bsuid))
    throw new GraphError(100, 'Param recipient is not a valid business-scoped user ID.');
  return { input: bsuid, addressedTo: 'bsuid', waId: null, phone: phones.byBsuid(bsuid) };
}
