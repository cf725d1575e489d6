import type { RuleDefinition, Step } from '../../../contract/automation.ts';
import type { TemplateList } from '../../../contract/template.ts';
import { ProblemError } from '../../api/client.ts';
import { type FieldError, waysBefore } from '../../state/rule-draft.ts';
import { ACTIONS } from './actions.ts';
import { checkCondition } from './conditions.ts';
import { below, kindOf } from './kinds.ts';
import { slotsToFill, templateNamed } from './rule-tools.ts';
import { TRIGGERS } from './triggers.ts';

/** What the server refuses of a definition. */
export const refusedFields = (error: unknown): FieldError[] =>
  (error instanceof ProblemError ? (error.problem?.errors ?? []) : []).map(({ path, message }) => ({
    path: path.replace(/^definition\.?/, ''),
    message,
  }));

const YEAR = 366 * 24 * 60;

/** What keeps a rule from being saved, each beside its field. The server has the last word; this says it sooner and in plainer words. */
export function checkRule(definition: RuleDefinition, templates: TemplateList | undefined): FieldError[] {
  const { name, trigger, once, if: condition, steps } = definition;
  return [
    ...(name.trim() ? [] : [{ path: 'name', message: 'Give it a name.' }]),
    ...below('trigger', kindOf(TRIGGERS, 'on', trigger)?.check?.(trigger) ?? []),
    ...(once.per === 'days' ? within(once.days, 1, 366, 'once.days', 'Between 1 and 366 days.') : []),
    ...(condition ? checkCondition(condition, 'if') : []),
    ...steps.flatMap((step, n) => checkStep(step, `steps.${n}`, templates)),
    ...steps.flatMap(({ on = [] }, n) => lostWays(on, waysBefore(steps, n), `steps.${n}.on`)),
  ];
}

function checkStep(step: Step, path: string, templates: TemplateList | undefined): FieldError[] {
  const { wait, withinMinutes, if: condition, do: action } = step;
  return [
    ...below(`${path}.do`, kindOf(ACTIONS, 'kind', action)?.check?.(action) ?? []),
    ...emptySlots(action, templates).map(key => ({
      path: `${path}.do.template.values.${key}`,
      message: 'Fill it in: the template needs it.',
    })),
    ...within(wait.minutes, 0, YEAR, `${path}.wait.minutes`, 'Between 0 and a year.'),
    ...within(withinMinutes, 1, YEAR, `${path}.withinMinutes`, 'Between a minute and a year.'),
    ...(condition ? checkCondition(condition, `${path}.if`) : []),
  ];
}

const lostWays = (on: readonly string[], led: readonly string[], path: string): FieldError[] =>
  on.filter(way => !led.includes(way)).map(way => ({ path, message: `No step before leads on “${way}”.` }));

function emptySlots(action: Step['do'], templates: TemplateList | undefined): string[] {
  if (action.kind !== 'message' || !action.template || action.panel === 'only') return [];
  const { values } = action.template;
  return slotsToFill(templateNamed(templates, action.template))
    .map(({ key }) => key)
    .filter(key => !values[key]?.trim());
}

const within = (value: number, least: number, most: number, path: string, message: string): FieldError[] =>
  Number.isInteger(value) && value >= least && value <= most ? [] : [{ path, message }];
