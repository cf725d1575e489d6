import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Action } from '../../../../contract/automation-action.ts';
import { numberField, textField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Score = Extract<Action, { kind: 'score' }>;

/** Gives points upon the lead score, or takes them. */
@customElement('wx-action-score')
export class WxActionScore extends RulePart<Score> {
  override render() {
    return html`
      ${numberField({ ...this.at('points'), label: 'Points', hint: 'Below 0 they are taken. They fade as those of events do.' }, { least: -100, most: 100 })}
      ${textField({ ...this.at('reason'), label: 'Why', hint: 'Stands among the reasons of the score.' }, { most: 100 })}`;
  }
}

export const scoreAction: Kind<Score> = {
  label: 'Give points for the lead score',
  make: () => ({ kind: 'score', points: 10, reason: '' }),
  render: ({ value, path, errors }) =>
    html`<wx-action-score .value=${value} .path=${path} .errors=${errors}></wx-action-score>`,
  check: ({ points, reason }) => [
    ...(Number.isInteger(points) && points !== 0 && Math.abs(points) <= 100
      ? []
      : [{ path: 'points', message: 'A whole number from −100 to 100, but not 0.' }]),
    ...(reason.trim() ? [] : [{ path: 'reason', message: 'Say why.' }]),
  ],
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-action-score': WxActionScore;
  }
}
