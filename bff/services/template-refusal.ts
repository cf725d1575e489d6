import type { TemplateProblem } from '../../contract/template.ts';
import type { Ambiguous, Refused, Unreachable } from '../whatsapp/graph-request.ts';
import { Refusal } from './refusal.ts';

/** Meta's no in plain words; Meta's own stand behind ours. */
export function refusalOf(failed: Refused | Ambiguous | Unreachable): Refusal {
  switch (failed.kind) {
    case 'unreachable':
      return new Refusal('unavailable', 'WhatsApp cannot be reached at the moment. Nothing was changed; try again.');
    case 'ambiguous':
      return new Refusal('unavailable', 'WhatsApp did not answer. Load the templates anew to see what it did.');
    case 'refused': {
      const { code, explanation, advice, details, title } = failed;
      const meta = `Meta says: “${details || title}”`;
      // That something of the request is wrong is all that this code says; the rest is in Meta's words.
      const words = code === 100 ? ['Meta does not take it.', meta] : [explanation, advice, meta];
      return new Refusal(failed.errorClass === 'RB' ? 'unavailable' : 'conflict', words.filter(Boolean).join(' '));
    }
  }
}

/** A template that cannot be as it is: each problem beside its field. */
export const problemsRefusal = (problems: readonly TemplateProblem[]): Refusal =>
  new Refusal(
    'invalid-request',
    problems.map(({ field, what, mend }) => `${field}: ${what} ${mend}`).join('; '),
    problems.map(({ field, what, mend }) => ({ path: field, message: `${what} ${mend}` })),
  );
