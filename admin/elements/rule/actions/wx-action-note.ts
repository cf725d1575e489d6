import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Action } from '../../../../contract/automation-action.ts';
import { areaField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Note = Extract<Action, { kind: 'note' }>;

/** Leaves a note for the agents. */
@customElement('wx-action-note')
export class WxActionNote extends RulePart<Note> {
  override render() {
    const hint =
      'For agents alone. {{customer.first_name|somebody}} puts in what is known, or what stands behind the bar.';
    return areaField({ ...this.at('text'), label: 'Note', hint });
  }
}

export const noteAction: Kind<Note> = {
  label: 'Leave a note for the agents',
  make: () => ({ kind: 'note', text: '' }),
  render: ({ value, path, errors }) =>
    html`<wx-action-note .value=${value} .path=${path} .errors=${errors}></wx-action-note>`,
  check: ({ text }) => (text.trim() ? [] : [{ path: 'text', message: 'Write the note.' }]),
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-action-note': WxActionNote;
  }
}
