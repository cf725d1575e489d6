import type { TemplateProblem } from '../../contract/template.ts';

export type Finding = [what: string, mend: string];
export type Place = Pick<TemplateProblem, 'field' | 'component'> & { parameter?: string };

export const problem = ({ field, component, parameter = '' }: Place, [what, mend]: Finding): TemplateProblem => ({
  field,
  component,
  parameter: parameter || null,
  what,
  mend,
});

export const tooLong = (word: string, limit: number): Finding => [
  `The ${word} is longer than ${limit} characters.`,
  'Shorten it.',
];
