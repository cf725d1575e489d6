import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Trigger } from '../../../../contract/automation.ts';
import { EVENT_NAMES, eventWords } from '../../../state/event-words.ts';
import { selectField, textField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Happening = Extract<Trigger, { on: 'event' }>;

const OWN = 'custom.';

/** Something that a shopper or the shop does. */
@customElement('wx-trigger-event')
export class WxTriggerEvent extends RulePart<Happening> {
  @state() private isOwn: boolean | null = null;

  override render() {
    const { name } = this.value;
    const isOwn = this.isOwn ?? name.startsWith(OWN);
    const at = this.at('name');
    const choose = (chosen: string) => {
      this.isOwn = chosen === OWN;
      at.change(chosen as Happening['name']);
    };
    return html`
      ${selectField(
        { ...at, path: `${at.path}-known`, label: 'What happens', value: isOwn ? OWN : name, change: choose },
        [...EVENT_NAMES.map(each => [each, eventWords(each)] as const), [OWN, 'An event of the shop’s own …']],
      )}
      ${isOwn ? textField({ ...at, label: 'Its name', hint: 'As the shop’s page or server tells it: custom. and a word, like custom.sample_ordered', change: value => at.change(value as Happening['name']) }, { most: 60 }) : nothing}`;
  }
}

export const eventTrigger: Kind<Happening> = {
  label: 'Something happens',
  make: () => ({ on: 'event', name: 'cart_item_added' }),
  render: ({ value, path, errors }) =>
    html`<wx-trigger-event .value=${value} .path=${path} .errors=${errors}></wx-trigger-event>`,
  check: ({ name }) =>
    EVENT_NAMES.includes(name) || /^custom\.[a-z][a-z0-9_]{0,49}$/.test(name)
      ? []
      : [{ path: 'name', message: 'Write custom. and a word of a–z, 0–9 and _, like custom.sample_ordered.' }],
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-trigger-event': WxTriggerEvent;
  }
}
