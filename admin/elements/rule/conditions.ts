import type { Condition } from '../../../contract/automation-condition.ts';
import type { FieldError } from '../../state/rule-draft.ts';
import { flagCondition } from './conditions/wx-condition-flag.ts';
import { allCondition, anyCondition } from './conditions/wx-condition-group.ts';
import { inCartCondition } from './conditions/wx-condition-in-cart.ts';
import { notCondition } from './conditions/wx-condition-not.ts';
import { numberCondition } from './conditions/wx-condition-number.ts';
import { taggedCondition } from './conditions/wx-condition-tagged.ts';
import { textCondition } from './conditions/wx-condition-text.ts';
import { below, type Kind } from './kinds.ts';

type Registry = { [K in Condition['kind']]: Kind<ConditionOf<K>> };
type ConditionOf<K extends Condition['kind']> = K extends 'all' | 'any'
  ? { kind: K; of: Condition[] }
  : Extract<Condition, { kind: K }>;

/** Every kind of condition, in the order in which they are offered. One that is missing here does not compile. */
export const CONDITIONS: Registry = {
  number: numberCondition,
  text: textCondition,
  flag: flagCondition,
  'in-cart': inCartCondition,
  tagged: taggedCondition,
  all: allCondition,
  any: anyCondition,
  not: notCondition,
};

/** The kind of a condition. The registry's type promises that it is the condition's own. */
export const conditionKind = (condition: Condition) =>
  CONDITIONS[condition.kind] as unknown as Kind<Condition> | undefined;

const isGroup = (condition: Condition): condition is { kind: 'all' | 'any'; of: Condition[] } =>
  condition.kind === 'all' || condition.kind === 'any';

/** A condition of another kind in place of this one, which keeps as much of it as there is room for. */
export function turned(condition: Condition, kind: Condition['kind']): Condition {
  if (kind === 'all' || kind === 'any') return { kind, of: isGroup(condition) ? condition.of : [condition] };
  if (kind === 'not') return { kind, of: condition };
  const inner = isGroup(condition) ? condition.of[0] : condition.kind === 'not' ? condition.of : undefined;
  return inner?.kind === kind ? inner : CONDITIONS[kind].make();
}

/** What is wrong with a tree; paths begin at `path`. */
export function checkCondition(condition: Condition, path: string): FieldError[] {
  if (isGroup(condition)) return condition.of.flatMap((inner, n) => checkCondition(inner, `${path}.of.${n}`));
  if (condition.kind === 'not') return checkCondition(condition.of, `${path}.of`);
  return below(path, conditionKind(condition)?.check?.(condition) ?? []);
}

/** How many conditions stand in one another, this one included. */
export function depthOf(condition: Condition): number {
  if (isGroup(condition)) return 1 + Math.max(...condition.of.map(depthOf));
  return condition.kind === 'not' ? 1 + depthOf(condition.of) : 1;
}
