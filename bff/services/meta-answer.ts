import type { Told } from '../whatsapp/app-api.ts';
import { Refusal } from './refusal.ts';

/**
 * What Meta told.
 * @param words what a refusal means where it was asked, by Meta's code; else Meta's own words are handed on
 * @throws Refusal in words for whoever asked
 */
export function orRefuse<T>(answer: Told<T>, words: (code: number | null) => string | undefined = () => undefined): T {
  switch (answer.kind) {
    case 'told':
      return answer.value;
    case 'refused': {
      const own = words(answer.code);
      const said = [answer.title, answer.details].filter(Boolean).join(': ');
      throw new Refusal('invalid-request', own ? `${own} (Meta: ${said})` : `Meta refused: ${said} ${answer.advice}`);
    }
    case 'ambiguous':
    case 'unreachable':
      throw new Refusal('unavailable', `Meta gave no answer (${answer.reason}). Try again in a moment.`);
  }
}
