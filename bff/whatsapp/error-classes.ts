import type { ErrorClass } from '../domain/error-class.ts';
import { ERROR_TABLE, type ErrorRow } from './error-table.ts';

/** `explanation` and `advice` are sentences for the merchant. */
export type Explained = { errorClass: ErrorClass; explanation: string; advice: string };

/**
 * @param code Meta's code; null when there was none
 * @param httpStatus decides for codes that we do not know
 */
export function explainError(code: number | null, httpStatus: number): Explained {
  const row = rowOf(code);
  if (row) return { errorClass: row[1], explanation: row[2], advice: row[3] };
  return {
    errorClass: classOfStatus(httpStatus),
    explanation: 'WhatsApp refused the request for a reason that we do not know.',
    advice: 'The details say more.',
  };
}

function classOfStatus(httpStatus: number): ErrorClass {
  if (httpStatus >= 500) return 'RB';
  return httpStatus === 401 || httpStatus === 403 ? 'AUTH' : 'NO';
}

/**
 * Does the error leave open whether the message was taken? The fault may lie behind the point of acceptance, and sending again could
 * double the message. So it is with Meta's unknown faults and outages, and with every 5xx that is not documented as a refusal.
 */
export function isAmbiguousError(code: number | null, httpStatus: number): boolean {
  if (code !== null && AMBIGUOUS.has(code)) return true;
  return httpStatus >= 500 && (code === 1 || !rowOf(code));
}

/** Is this one of the codes that say what is wrong with a template that is made or edited? Meta gives them as subcodes too. */
export const isTemplateCode = (code: number): boolean => code > 2_000_000 && rowOf(code) !== undefined;

const AMBIGUOUS = new Set([2, 131000, 131016]);

function rowOf(code: number | null): ErrorRow | undefined {
  return ERROR_TABLE.find(([codes]) => {
    if (code === null) return false;
    return typeof codes === 'number' ? codes === code : codes[0] <= code && code <= codes[1];
  });
}
