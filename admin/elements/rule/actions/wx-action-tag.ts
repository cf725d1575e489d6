import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Action } from '../../../../contract/automation-action.ts';
import { selectField, textField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Tag = Extract<Action, { kind: 'tag' }>;

/** Marks the customer with a word, or takes it away. */
@customElement('wx-action-tag')
export class WxActionTag extends RulePart<Tag> {
  override render() {
    return html`
      ${selectField({ ...this.at('do'), label: 'Do' }, [
        ['add', 'Tag them'],
        ['remove', 'Take the tag away'],
      ])}
      ${textField({ ...this.at('tag'), label: 'Tag', hint: 'Upper and lower case are the same.' }, { most: 50 })}`;
  }
}

export const tagAction: Kind<Tag> = {
  label: 'Tag the customer',
  make: () => ({ kind: 'tag', do: 'add', tag: '' }),
  render: ({ value, path, errors }) =>
    html`<wx-action-tag .value=${value} .path=${path} .errors=${errors}></wx-action-tag>`,
  check: ({ tag }) => (tag.trim() ? [] : [{ path: 'tag', message: 'Write the tag.' }]),
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-action-tag': WxActionTag;
  }
}
