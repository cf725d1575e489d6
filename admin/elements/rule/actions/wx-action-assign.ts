import { consume } from '@lit/context';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Agent } from '../../../../contract/agent.ts';
import type { Step } from '../../../../contract/automation.ts';
import { agentsContext } from '../../../contexts/contexts.ts';
import { selectField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Assign = Extract<Step['do'], { kind: 'assign' }>;

const IDLEST = '';

/** Gives the conversation to an agent. */
@customElement('wx-action-assign')
export class WxActionAssign extends RulePart<Assign> {
  @consume({ context: agentsContext, subscribe: true }) private agents: readonly Agent[] = [];

  override render() {
    const { to } = this.value;
    const known = this.agents.map(({ id, name }) => [id, name] as const);
    const gone =
      to && !this.agents.some(({ id }) => id === to) ? [[to, 'Somebody who is not there any more'] as const] : [];
    return selectField(
      {
        ...this.at('to'),
        label: 'To whom',
        value: to ?? IDLEST,
        change: id => this.at('to').change(id === IDLEST ? null : id),
      },
      [[IDLEST, 'Whoever has the fewest open conversations'], ...known, ...gone],
    );
  }
}

export const assignAction: Kind<Assign> = {
  label: 'Give the conversation to an agent',
  make: () => ({ kind: 'assign', to: null }),
  render: ({ value, path, errors }) =>
    html`<wx-action-assign .value=${value} .path=${path} .errors=${errors}></wx-action-assign>`,
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-action-assign': WxActionAssign;
  }
}
