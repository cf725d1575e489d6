import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Condition, FlagField } from '../../../../contract/automation-condition.ts';
import { FLAG_WORDS } from '../../../state/rule-choices.ts';
import { selectField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Flag = Extract<Condition, { kind: 'flag' }>;

/** Something is so, or is not. */
@customElement('wx-condition-flag')
export class WxConditionFlag extends RulePart<Flag> {
  override render() {
    const { field, is } = this.value;
    const choose = (chosen: string) => {
      const [name, yes] = chosen.split(' ');
      this.change({ ...this.value, field: name as FlagField, is: yes === 'true' });
    };
    return selectField(
      { ...this.at('field'), label: 'They', value: `${field} ${is}`, change: choose },
      Object.entries(FLAG_WORDS).flatMap(([name, [yes, no]]) => [
        [`${name} true`, yes] as const,
        [`${name} false`, no] as const,
      ]),
    );
  }
}

export const flagCondition: Kind<Flag> = {
  label: 'Who they are, and what they agreed to',
  make: () => ({ kind: 'flag', field: 'customer.known', is: true }),
  render: ({ value, path, errors }) =>
    html`<wx-condition-flag .value=${value} .path=${path} .errors=${errors}></wx-condition-flag>`,
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-condition-flag': WxConditionFlag;
  }
}
