import type { DryRunMessage, DryRunOutcome, PriceCategory } from '../../contract/dry-run.ts';

export const OUTCOME_WORDS: Record<DryRunOutcome, string> = {
  sent: 'Would have got something',
  acted: 'Something would have been done',
  suppressed: 'Nothing sent',
  cancelled: 'Cancelled',
  failed: 'Failed',
  waiting: 'Would still wait',
  unknown: 'Not known',
};

export const OUTCOME_TONES: Record<DryRunOutcome, string> = {
  ...{ sent: 'good', acted: 'good', suppressed: '', cancelled: '' },
  ...{ failed: 'bad', waiting: 'wait', unknown: 'wait' },
};

const REASONS: Record<string, string> = {
  panel: 'in the panel',
  text: 'by WhatsApp as text',
  template: 'by WhatsApp as a template',
  assign: 'given to an agent',
  'too-late': 'it would have been too late',
  condition: 'a condition did not hold',
  'no-opt-in': 'they had not agreed to offers',
  'opted-out': 'they wanted no automatic messages',
  'opted-out-of-marketing': 'they wanted no offers',
  'stopped-in-whatsapp': 'they had switched offers off in WhatsApp',
  'panel-closed': 'they had no page open',
  'not-on-whatsapp': 'they were not known on WhatsApp',
  'window-closed': 'they had not written within 24 hours, and there is no template',
  'quiet-hours': 'it was night for them',
  'business-hours': 'the shop was closed',
  'frequency-cap': 'they had had enough advertising',
  'too-many-runs': 'rules had begun for them often enough that day',
  bought: 'they bought',
  replied: 'they wrote',
  'cart-emptied': 'they emptied the cart',
  'quote-settled': 'the quote was settled',
  'newer-run': 'the rule began anew for them',
  gone: 'what it was about was not there any more',
  'template-missing': 'there is no such template',
  'template-not-ready': 'the template cannot be sent for now',
  'not-known': 'something to be filled in is not known',
  'its-time': 'until its time',
};

/** Why, as it goes on after the outcome's own words. */
export function reasonWords(outcome: DryRunOutcome, reason: string): string {
  if (outcome === 'unknown') return 'whether a page was open decides it';
  return REASONS[reason] ?? reason.replaceAll('-', ' ');
}

export const CATEGORY_WORDS: Record<PriceCategory, string> = {
  marketing: 'Marketing template',
  utility: 'Utility template',
  authentication: 'Authentication template',
  'in-window': 'Within 24 hours of their message',
};

export const messageWords = ({ category }: Pick<DryRunMessage, 'category'>) =>
  category === null ? 'In the panel' : CATEGORY_WORDS[category];

/** The country's name where the reader's language has one. */
export function countryWords(country: string | null): string {
  if (country === null) return '—';
  return new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' }).of(country) ?? country;
}

export const moneyWords = (amount: string, currency: string) =>
  Number(amount).toLocaleString(undefined, { style: 'currency', currency, maximumFractionDigits: 4 });
