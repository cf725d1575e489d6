import type { TemplateProblem, TemplateShown, TemplateValues } from '../../contract/template.ts';
import type { TemplateDefinition } from './template-definition.ts';
import type { Parameters } from './template-header.ts';
import { preflight } from './template-preflight.ts';
import { resolveValues, type TemplateFacts, type Writing } from './template-values.ts';

/** `values`: as they are after their expressions were filled in. `parameters` null: it cannot be sent, and the problems say why. */
export type Filled = {
  shown: TemplateShown;
  values: Record<string, string>;
  problems: TemplateProblem[];
  parameters: Parameters | null;
};

/** A template for one customer: expressions are filled from facts, and the whole is checked as Meta would. */
export function fillTemplate(
  definition: TemplateDefinition,
  given: TemplateValues,
  facts: TemplateFacts,
  { timeZone }: Pick<Writing, 'timeZone'>,
): Filled {
  const { values, problems: unresolved } = resolveValues(given, facts, { language: definition.language, timeZone });
  const result = preflight(definition, values);
  const found = result.ok ? [] : result.problems.filter(({ field }) => !unresolved.has(field));
  const problems = [...[...unresolved].map(([field, words]) => ({ ...placeOf(field), ...words })), ...found];
  return {
    shown: result.shown,
    values,
    problems,
    parameters: problems.length === 0 && result.ok ? result.parameters : null,
  };
}

function placeOf(field: string): Pick<TemplateProblem, 'field' | 'component' | 'parameter'> {
  const [component, parameter = null] = field.split('.');
  return component === 'header' || component === 'body' || component === 'button'
    ? { field, component, parameter }
    : { field, component: 'template', parameter: null };
}
