import type { Template } from '../../contract/template.ts';

type Note = Template['notes'][number];

/** What is known of a template beside its words. */
export type TemplateState = {
  status: string;
  category: string;
  quality: string | null;
  rejectedReason: string | null;
  rejectionWords: string | null;
  rejectionAdvice: string | null;
  pausedUntil: Date | null;
  previousCategory: string | null;
  nextCategory: string | null;
  nextCategoryAt: Date | null;
  staleSince: Date | null;
};

/** May it be sent, and what does whoever wants to need to know? In plain words, the worst first. */
export function stateOf(state: TemplateState): { sendable: boolean; notes: Note[] } {
  const own = statusNote(state);
  const notes = [
    ...(own ? [own] : []),
    ...(state.status === 'APPROVED' && state.staleSince ? [STALE] : []),
    ...qualityNotes(state),
    ...categoryNotes(state),
  ];
  return { sendable: state.status === 'APPROVED' && state.staleSince === null, notes };
}

const STALE: Note = {
  tone: 'warning',
  what: 'Its text has just changed at Meta.',
  mend: 'It can be sent again when it was loaded anew, in a moment.',
};

function statusNote(state: TemplateState): Note | null {
  switch (state.status) {
    case 'APPROVED':
    case 'DELETED':
      return null;
    case 'PENDING':
    case 'IN_APPEAL':
      return { tone: 'info', what: 'Meta is looking at it.', mend: 'This takes minutes as a rule, and a day at most.' };
    case 'REJECTED':
      return rejection(state);
    case 'PAUSED':
      return {
        tone: 'danger',
        what: `Meta has paused it, because customers blocked or reported it.${until(state.pausedUntil)}`,
        mend: 'What waits to be sent goes when the pause is over. Make it more useful, or use another template.',
      };
    case 'DISABLED':
      return {
        tone: 'danger',
        what: 'Meta has switched it off for good.',
        mend: 'Make a new template with other words.',
      };
    case 'PENDING_DELETION':
      return { tone: 'info', what: 'It is being deleted.', mend: 'Its name is free again after 30 days.' };
    case 'LIMIT_EXCEEDED':
      return {
        tone: 'danger',
        what: 'The account has as many templates as it may have.',
        mend: 'Delete some that are not used any more, and submit it again.',
      };
    default:
      return {
        tone: 'warning',
        what: `Meta says ${state.status.toLowerCase().replaceAll('_', ' ')}.`,
        mend: "Look at it in Meta's WhatsApp Manager.",
      };
  }
}

const until = (at: Date | null) =>
  at ? ` It is looked at again on ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC.` : '';

const REASONS: Record<string, [what: string, mend: string]> = {
  ABUSIVE_CONTENT: ['It threatens or insults.', 'Write it kindly, and submit it again.'],
  INCORRECT_CATEGORY: ['It is in the wrong category.', 'Choose the other category: what advertises is marketing.'],
  INVALID_FORMAT: [
    'Its variables or its form are not as Meta wants them.',
    'Mend what is marked, and submit it again.',
  ],
  PROMOTIONAL: ['It advertises, though it is not marketing.', 'Choose marketing, or take out what advertises.'],
  SCAM: ['Meta takes it for a fraud.', 'Say who you are and what it is about, and submit it again.'],
  TAG_CONTENT_MISMATCH: ['Its text does not fit its category or language.', 'Choose the ones that fit.'],
};

function rejection({ rejectedReason, rejectionWords, rejectionAdvice }: TemplateState): Note {
  const [what, mend] = REASONS[rejectedReason ?? ''] ?? [
    'Meta gives no reason.',
    "Read Meta's rules for templates, change it and submit it again.",
  ];
  return { tone: 'danger', what: `Rejected. ${rejectionWords ?? what}`, mend: rejectionAdvice ?? mend };
}

function qualityNotes({ quality, status }: TemplateState): Note[] {
  if (status === 'DISABLED') return [];
  if (quality === 'RED') {
    const mend = 'Stop sending it to many, and make it more useful, before Meta pauses it.';
    return [{ tone: 'danger', what: 'Its quality is low: many customers block or report it.', mend }];
  }
  if (quality !== 'YELLOW') return [];
  const mend = 'Send it to fewer people, or make it more useful.';
  return [{ tone: 'warning', what: 'Its quality is falling: some customers block or report it.', mend }];
}

function categoryNotes({ category, previousCategory, nextCategory, nextCategoryAt }: TemplateState): Note[] {
  const notes: Note[] = [];
  if (nextCategory && nextCategory !== category) {
    const when = nextCategoryAt ? ` on ${nextCategoryAt.toISOString().slice(0, 10)}` : '';
    notes.push({
      tone: 'warning',
      what: `Meta will make it ${nextCategory.toLowerCase()}${when}.`,
      mend: CONSEQUENCE[nextCategory] ?? '',
    });
  }
  if (previousCategory && previousCategory !== category) {
    const what = `Meta has made it ${category.toLowerCase()}; it was ${previousCategory.toLowerCase()}.`;
    notes.push({ tone: category === 'MARKETING' ? 'warning' : 'info', what, mend: CONSEQUENCE[category] ?? '' });
  }
  return notes;
}

const CONSEQUENCE: Record<string, string> = {
  MARKETING: 'Then only customers who agreed to marketing get it, and it costs more.',
  UTILITY: 'It needs no consent to marketing any more.',
};
