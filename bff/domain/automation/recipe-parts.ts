import type { RuleDefinition, Step } from '../../../contract/automation.ts';
import type { Action } from '../../../contract/automation-action.ts';

type Given = Pick<RuleDefinition, 'name' | 'trigger' | 'once' | 'steps'> & Partial<RuleDefinition>;

/** A rule that asks nothing of anybody, is not cancelled, and lets people sleep, but for what is given. */
export const rule = (given: Given): RuleDefinition => ({ if: null, cancelledBy: [], hours: 'not-quiet', ...given });

/** A step so many minutes after the trigger's moment. */
export const step = (minutes: number, withinMinutes: number, action: Action): Step => ({
  wait: { minutes, from: 'trigger' },
  withinMinutes,
  if: null,
  do: action,
});

/** In the panel or as text, else the template of that name, in English where there is none in the customer's language. */
export const message = (
  purpose: 'marketing' | 'transactional',
  text: string | null,
  name: string,
  values: Record<string, string>,
): Action => ({ kind: 'message', purpose, panel: 'first', text, template: { name, language: 'en', values } });
