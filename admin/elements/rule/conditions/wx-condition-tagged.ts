import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Condition } from '../../../../contract/automation-condition.ts';
import { textField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Tagged = Extract<Condition, { kind: 'tagged' }>;

/** The customer bears a tag. */
@customElement('wx-condition-tagged')
export class WxConditionTagged extends RulePart<Tagged> {
  override render() {
    return textField({ ...this.at('tag'), label: 'They are tagged' }, { most: 50 });
  }
}

export const taggedCondition: Kind<Tagged> = {
  label: 'A tag',
  make: () => ({ kind: 'tagged', tag: '' }),
  render: ({ value, path, errors }) =>
    html`<wx-condition-tagged .value=${value} .path=${path} .errors=${errors}></wx-condition-tagged>`,
  check: ({ tag }) => (tag.trim() ? [] : [{ path: 'tag', message: 'Write the tag.' }]),
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-condition-tagged': WxConditionTagged;
  }
}
