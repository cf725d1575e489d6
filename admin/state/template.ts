import type { Template, TemplateDraft, TemplateProblem } from '../../contract/template.ts';

/** What people call Meta's words. */
const STATUS: Record<string, string> = {
  APPROVED: 'Approved',
  PENDING: 'In review',
  IN_APPEAL: 'In appeal',
  REJECTED: 'Rejected',
  PAUSED: 'Paused',
  DISABLED: 'Switched off',
  PENDING_DELETION: 'Being deleted',
  LIMIT_EXCEEDED: 'Too many templates',
};
const CATEGORY: Record<string, string> = {
  MARKETING: 'Marketing',
  UTILITY: 'Utility',
  AUTHENTICATION: 'Login codes',
};
const QUALITY: Record<string, string> = { GREEN: 'High quality', YELLOW: 'Falling quality', RED: 'Low quality' };

/** A word that we do not know is shown as people write it. */
const worded = (words: Record<string, string>, word: string) =>
  words[word] ?? word.charAt(0) + word.slice(1).toLowerCase().replaceAll('_', ' ');

export const statusWords = (status: string) => worded(STATUS, status);
export const categoryWords = (category: string) => worded(CATEGORY, category);
export const qualityWords = (quality: Template['quality']) => (quality ? QUALITY[quality]! : 'Quality not known yet');

/** How the status is coloured. */
export const statusTone = (status: string): 'good' | 'wait' | 'bad' =>
  status === 'APPROVED' ? 'good' : ['PENDING', 'IN_APPEAL', 'PENDING_DELETION'].includes(status) ? 'wait' : 'bad';

/** Those whose name, language or text has all the words of a search. */
export function searched(templates: readonly Template[], search: string): Template[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter(({ name, language, shown }) => {
    const text = `${name} ${name.replaceAll('_', ' ')} ${language} ${shown.body}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
}

/** A draft to begin with. */
export const EMPTY_DRAFT: TemplateDraft = {
  name: '',
  language: 'en',
  category: 'UTILITY',
  header: null,
  body: { text: '', samples: {} },
  footer: null,
  buttons: [],
};

/** A button of this kind, still without words. */
export function emptyButton(kind: TemplateDraft['buttons'][number]['kind']): TemplateDraft['buttons'][number] {
  switch (kind) {
    case 'quick-reply':
      return { kind, text: '' };
    case 'url':
      return { kind, text: '', url: 'https://', sample: '' };
    case 'phone':
      return { kind, text: '', phone: '+' };
    case 'copy-code':
      return { kind, sample: '' };
  }
}

/** A header of this kind; null: none. */
export function emptyHeader(kind: string): TemplateDraft['header'] {
  switch (kind) {
    case 'text':
      return { kind, text: '', sample: '' };
    case 'image':
    case 'video':
    case 'document':
      return { kind, sample: '' };
    case 'location':
      return { kind };
    default:
      return null;
  }
}

/** What is wrong with one field; of a field within another the innermost name counts. */
export const problemsAt = (problems: readonly TemplateProblem[], ...fields: string[]): TemplateProblem[] =>
  problems.filter(({ field }) => fields.includes(field));

/** The languages that people choose from; any other of Meta's codes can be written. */
export const LANGUAGES = [
  'en',
  'en_US',
  'en_GB',
  'de',
  'es',
  'fr',
  'it',
  'pt_BR',
  'pt_PT',
  'nl',
  'pl',
  'tr',
  'ar',
  'he',
] as const;

/** Right to left is written what begins with a language that is. */
export const directionOf = (language: string): 'rtl' | 'ltr' => (/^(ar|he|fa|ur)(_|$)/.test(language) ? 'rtl' : 'ltr');
