import { consume } from '@lit/context';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Action } from '../../../../contract/automation-action.ts';
import { selectField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';
import { type RuleTools, ruleToolsContext } from '../rule-tools.ts';

type Webhook = Extract<Action, { kind: 'webhook' }>;

const NONE = '';

/** Tells another system. */
@customElement('wx-action-webhook')
export class WxActionWebhook extends RulePart<Webhook> {
  @consume({ context: ruleToolsContext, subscribe: true }) private tools: RuleTools | undefined;

  override render() {
    const { endpoint } = this.value;
    const endpoints = this.tools?.endpoints ?? [];
    const known = endpoints.map(
      ({ id, name, url, enabled }) => [id, `${name} (${url})${enabled ? '' : ', off'}`] as const,
    );
    const gone =
      endpoint && !endpoints.some(({ id }) => id === endpoint) ? [[endpoint, 'One that is not there'] as const] : [];
    const hint =
      endpoints.length === 0
        ? 'There is none yet: an owner adds one under Settings, Webhooks.'
        : 'Each request is signed.';
    return selectField({ ...this.at('endpoint'), label: 'Which system', hint }, [
      [NONE, 'Choose …'],
      ...known,
      ...gone,
    ]);
  }
}

export const webhookAction: Kind<Webhook> = {
  label: 'Tell another system',
  make: () => ({ kind: 'webhook', endpoint: NONE }),
  render: ({ value, path, errors }) =>
    html`<wx-action-webhook .value=${value} .path=${path} .errors=${errors}></wx-action-webhook>`,
  check: ({ endpoint }) => (endpoint === NONE ? [{ path: 'endpoint', message: 'Choose whom to tell.' }] : []),
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-action-webhook': WxActionWebhook;
  }
}
