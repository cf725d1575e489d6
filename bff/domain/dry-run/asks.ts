import type { RuleDefinition } from '../../../contract/automation.ts';

const asked = new WeakMap<RuleDefinition, boolean>();

/** Does a condition ask how warm a lead is? Looked for once: it is asked of everybody. */
export function asksForLead(definition: RuleDefinition): boolean {
  const known = asked.get(definition) ?? /"customer\.(score|stage|visits|orders)"/.test(JSON.stringify(definition));
  asked.set(definition, known);
  return known;
}

/**
 * May a run begin at a look that time alone asked for? What was once too soon after the last time begins at the first look after that, and
 * a score that fades is looked at anew.
 */
export const asksForTime = ({ trigger, once }: RuleDefinition): boolean =>
  trigger.on === 'lead-hot' || trigger.on === 'dormant' || once.per === 'days';

/** Is all that people did needed, and not only what is about carts, quotes, orders and the trigger? */
export const asksForAll = (definition: RuleDefinition): boolean => asksForLead(definition) || asksForTime(definition);
