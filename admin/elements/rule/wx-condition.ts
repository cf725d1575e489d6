import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Condition } from '../../../contract/automation-condition.ts';
import { CONDITIONS, conditionKind, depthOf, turned } from './conditions.ts';
import { messagesAt, selectField } from './fields.ts';
import { labelsOf, renderPart } from './kinds.ts';
import { RulePart } from './rule-part.ts';

/** So many may stand in one another. */
const DEEPEST = 4;

/** One condition of a tree: of which kind it is, and the element of that kind. */
@customElement('wx-condition')
export class WxCondition extends RulePart<Condition> {
  @property() name = 'Condition';

  override focus() {
    this.renderRoot.querySelector('select')?.focus();
  }

  override render() {
    const { value, path, errors } = this;
    const kinds = labelsOf(CONDITIONS).filter(([kind]) => kind === value.kind || this.hasRoomFor(kind));
    const turn = (kind: string) => this.change(turned(value, kind as Condition['kind']));
    return html`
      ${selectField({ path: `${path}-kind`, label: this.name, value: value.kind as string, errors, change: turn }, kinds)}
      ${messagesAt(errors, path).map(message => html`<p class="problem">${message}</p>`)}
      ${renderPart(conditionKind(value), { value, path, errors })}`;
  }

  private hasRoomFor(kind: string): boolean {
    const above = this.path.split('.').filter(part => part === 'of').length;
    return above + depthOf(turned(this.value, kind as Condition['kind'])) <= DEEPEST;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-condition': WxCondition;
  }
}
