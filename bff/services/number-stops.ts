import type { WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { explainError } from '../whatsapp/error-classes.ts';
import type { NumberHealth } from '../whatsapp/number-api.ts';
import type { NumberStop } from './stop-number.ts';

type Stopped = Pick<WhatsAppNumber, 'sending' | 'stopCode'>;

/** It is stopped because Meta did not accept its token: another token lifts that, and nothing else does. */
export const liftsWithToken = ({ sending, stopCode }: Stopped): boolean =>
  sending !== 'on' && stopCode !== null && explainError(stopCode, 0).errorClass === 'AUTH';

/** Marketing was too much for people: that ends at its time, however well the account is. */
const SPAM = new Set([131048, 131064]);

/** It is stopped for something that Meta lifts by itself: a ban, a restriction, a payment, a registration. */
export const liftsAtMeta = (number: Stopped): boolean =>
  number.sending !== 'on' && !liftsWithToken(number) && !SPAM.has(number.stopCode ?? 0);

/** What Meta's health says, by the codes with which a send would be refused. */
const AS_REFUSED: Record<number, number> = { 141000: 133010, 141001: 131031, 141006: 131042 };

/** Why a number that Meta calls blocked is stopped; until Meta calls it available again. */
export function blockedStop({ troubles }: NumberHealth): NumberStop {
  const [worst] = troubles;
  const code = AS_REFUSED[worst?.code ?? 0] ?? null;
  const told = [worst?.words, worst?.mend]
    .filter(Boolean)
    .map(text => text!.replace(/\.?$/, '.'))
    .join(' ');
  const reason = code === null ? told || 'Meta does not let this number send.' : explainError(code, 0).explanation;
  return { what: 'all', code, reason, until: null };
}
