import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Condition } from '../../../../contract/automation-condition.ts';
import { emptyCondition } from '../../../state/rule-draft.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Not = { kind: 'not'; of: Condition };

/** A condition that is not to hold. */
@customElement('wx-condition-not')
export class WxConditionNot extends RulePart<Not> {
  static override styles = [
    ...RulePart.styles,
    css`
      wx-condition {
        padding-inline-start: 12px;
        border-inline-start: 3px solid var(--wx-line);
      }
    `,
  ];

  override render() {
    return html`<wx-condition .value=${this.value.of} .path="${this.path}.of" .errors=${this.errors} name="What is not to hold"></wx-condition>`;
  }
}

export const notCondition: Kind<Not> = {
  label: 'Not …',
  make: () => ({ kind: 'not', of: emptyCondition() }),
  render: ({ value, path, errors }) =>
    html`<wx-condition-not .value=${value} .path=${path} .errors=${errors}></wx-condition-not>`,
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-condition-not': WxConditionNot;
  }
}
