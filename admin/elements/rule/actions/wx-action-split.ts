import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Action } from '../../../../contract/automation-action.ts';
import { messagesAt, numberField, textField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';
import { WAY, WAY_PROBLEM } from '../wx-onward.ts';

type Split = Extract<Action, { kind: 'split' }>;
type Way = Split['ways'][number];

const FEWEST = 2;
const MOST = 5;

/** Deals people ways by chance. */
@customElement('wx-action-split')
export class WxActionSplit extends RulePart<Split> {
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
      li > .button {
        align-self: end;
      }
    `,
  ];

  override render() {
    const { path, value: ways, errors } = this.at('ways');
    const total = ways.reduce((sum, { weight }) => sum + weight, 0);
    return html`
      <p class="hint">Each is dealt one way, for good. A step after this one can be for those of a way; who goes a way that no step is for is let be.</p>
      <ul aria-label="Ways">${ways.map((way, n) => this.renderWay(way, n, ways, total))}</ul>
      ${messagesAt(errors, path).map(message => html`<p class="problem">${message}</p>`)}
      <button class="button small add" type="button" id=${path} ?disabled=${ways.length >= MOST} @click=${this.add}>Add a way</button>`;
  }

  private renderWay(way: Way, n: number, ways: readonly Way[], total: number) {
    const { path, errors, change } = this.at('ways');
    const set = (changes: Partial<Way>) => change(ways.with(n, { ...way, ...changes }));
    const share = Number.isFinite(total) && total > 0 ? `${Math.round((100 * way.weight) / total)} % of people` : '';
    return html`<li class="side">
      ${textField({ path: `${path}.${n}.name`, label: `Way ${n + 1}`, value: way.name, errors, change: name => set({ name }) }, { most: 30 })}
      ${numberField({ path: `${path}.${n}.weight`, label: 'Weight', value: way.weight, errors, hint: share, change: weight => set({ weight }) }, { least: 1, most: 1000 })}
      <button class="button small quiet" type="button" aria-label="Remove way ${n + 1}" ?disabled=${ways.length <= FEWEST} @click=${() => this.takeOut(n)}>Remove</button>
    </li>`;
  }

  private readonly add = async () => {
    const { value: ways, change } = this.at('ways');
    change([...ways, { name: '', weight: 1 }]);
    await this.settled();
    [...this.renderRoot.querySelectorAll<HTMLInputElement>('li')].at(-1)?.querySelector('input')?.focus();
  };

  private async takeOut(n: number) {
    const { value: ways, change } = this.at('ways');
    change(ways.toSpliced(n, 1));
    await this.settled();
    const items = this.renderRoot.querySelectorAll('li');
    (items[n] ?? items[n - 1])?.querySelector('input')?.focus();
  }

  private async settled() {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
  }
}

export const splitAction: Kind<Split> = {
  label: 'Deal people ways by chance',
  make: () => ({
    kind: 'split',
    ways: [
      { name: 'a', weight: 1 },
      { name: 'b', weight: 1 },
    ],
  }),
  render: ({ value, path, errors }) =>
    html`<wx-action-split .value=${value} .path=${path} .errors=${errors}></wx-action-split>`,
  check: ({ ways }) =>
    ways.flatMap(({ name, weight }, n) => [
      ...(WAY.test(name) ? [] : [{ path: `ways.${n}.name`, message: WAY_PROBLEM }]),
      ...(ways.findIndex(other => other.name === name) < n
        ? [{ path: `ways.${n}.name`, message: 'There is a way of that name.' }]
        : []),
      ...(Number.isInteger(weight) && weight >= 1 && weight <= 1000
        ? []
        : [{ path: `ways.${n}.weight`, message: 'A whole number from 1 to 1000.' }]),
    ]),
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-action-split': WxActionSplit;
  }
}
