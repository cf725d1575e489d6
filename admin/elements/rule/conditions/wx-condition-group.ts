import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Condition } from '../../../../contract/automation-condition.ts';
import { emptyCondition } from '../../../state/rule-draft.ts';
import { messagesAt } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Group = { kind: 'all' | 'any'; of: Condition[] };

const MOST = 20;

/** Conditions of which all are to hold, or any. */
@customElement('wx-condition-group')
export class WxConditionGroup extends RulePart<Group> {
  static override styles = [
    ...RulePart.styles,
    css`
      ul {
        display: grid;
        gap: 10px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        gap: 8px;
        padding-inline-start: 12px;
        border-inline-start: 3px solid var(--wx-line);
      }
      li > .button,
      .add {
        justify-self: start;
      }
    `,
  ];

  override render() {
    const { kind, of } = this.value;
    const list = `${this.path}.of`;
    return html`
      <ul aria-label=${kind === 'all' ? 'All of these hold' : 'Any of these holds'}>${of.map(
        (condition, n) => html`<li>
          <wx-condition .value=${condition} .path="${list}.${n}" .errors=${this.errors} name="Condition ${n + 1}"></wx-condition>
          <button class="button small quiet" type="button" aria-label="Remove condition ${n + 1}" ?disabled=${of.length === 1} @click=${() => this.takeOut(n)}>Remove</button>
        </li>`,
      )}</ul>
      ${messagesAt(this.errors, list).map(message => html`<p class="problem">${message}</p>`)}
      <button class="button small add" type="button" id=${list} ?disabled=${of.length >= MOST} @click=${this.add}>Add a condition</button>`;
  }

  private readonly add = async () => {
    this.change({ ...this.value, of: [...this.value.of, emptyCondition()] });
    await this.settled();
    [...this.renderRoot.querySelectorAll('wx-condition')].at(-1)?.focus();
  };

  /** The one that takes its place has the focus, or else the button that adds one. */
  private async takeOut(n: number) {
    this.change({ ...this.value, of: this.value.of.toSpliced(n, 1) });
    await this.settled();
    const following = this.renderRoot.querySelectorAll('wx-condition')[n];
    if (following) following.focus();
    else this.renderRoot.querySelector<HTMLElement>('.add')?.focus();
  }

  /** The draft has come back with the change, and all below is drawn. */
  private async settled() {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
  }
}

const group = <K extends 'all' | 'any'>(kind: K, label: string): Kind<{ kind: K; of: Condition[] }> => ({
  label,
  make: () => ({ kind, of: [emptyCondition()] }),
  render: ({ value, path, errors }) =>
    html`<wx-condition-group .value=${value} .path=${path} .errors=${errors}></wx-condition-group>`,
});

export const allCondition = group('all', 'All of …');
export const anyCondition = group('any', 'Any of …');

declare global {
  interface HTMLElementTagNameMap {
    'wx-condition-group': WxConditionGroup;
  }
}
