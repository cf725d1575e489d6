import { createContext } from '@lit/context';
import type { Endpoint } from '../../../contract/outgoing-webhook.ts';
import type { Template, TemplateList } from '../../../contract/template.ts';

/** What parts of a rule are written with; undefined: it is not known yet, or could not be loaded. */
export type RuleTools = { templates: TemplateList | undefined; endpoints: readonly Endpoint[] };

export const ruleToolsContext = createContext<RuleTools>(Symbol('rule-tools'));

/** The template of that name, in the step's language if there is one. */
export const templateNamed = (
  list: TemplateList | undefined,
  { name, language }: { name: string; language: string },
): Template | undefined => {
  const named = list?.templates.filter(template => template.name === name) ?? [];
  return named.find(template => template.language === language) ?? named[0];
};

/** What somebody has to fill in: what a tap on a button brings back is for programs. */
export const slotsToFill = (template: Template | undefined) => template?.slots.filter(({ required }) => required) ?? [];
