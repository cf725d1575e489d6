/** What of a template decides whether it is taken. */
type Candidate = { name: string; language: string; status: string; sendable: boolean };

/** `wait`: it is there and may be good again; `none`: no template of that name will do. */
export type Choice<T> = { choose: T } | { choose: 'wait' | 'none' };

const PASSING = new Set(['APPROVED', 'PENDING', 'PAUSED', 'IN_APPEAL', 'LOCKED']);

/** The template in the customer's language, else in that of the step, else in whatever language there is one. */
export function chooseTemplate<T extends Candidate>(
  templates: readonly T[],
  { name, language }: { name: string; language: string },
  customers: string | null,
): Choice<T> {
  const named = templates.filter(template => template.name === name);
  const rank = (template: T) => {
    const own = customers ? likeness(template.language, customers) : 0;
    return own > 0 ? own + 2 : likeness(template.language, language);
  };
  const [best] = named.filter(({ sendable }) => sendable).sort((a, b) => rank(b) - rank(a));
  if (best) return { choose: best };
  return { choose: named.some(({ status }) => PASSING.has(status)) ? 'wait' : 'none' };
}

/** 2: the same; 1: of the same language; 0: another. Meta writes `pt_BR`, browsers `pt-BR`. */
function likeness(a: string, b: string): 0 | 1 | 2 {
  const [one, other] = [a, b].map(code => code.toLowerCase().replaceAll('_', '-'));
  if (one === other) return 2;
  return one?.split('-')[0] === other?.split('-')[0] ? 1 : 0;
}
