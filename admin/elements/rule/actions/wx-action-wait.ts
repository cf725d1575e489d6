import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Action, Onward, Awaited as What } from '../../../../contract/automation-action.ts';
import { EVENT_NAMES, eventWords } from '../../../state/event-words.ts';
import { selectField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';
import { WAY, WAY_PROBLEM } from '../wx-onward.ts';
import '../wx-onward.ts';
import '../wx-span.ts';

type Wait = Extract<Action, { kind: 'wait' }>;

/** Waits until something has happened, or for so long. */
@customElement('wx-action-wait')
export class WxActionWait extends RulePart<Wait> {
  override render() {
    const { errors } = this;
    const awaited = this.at('for');
    const { value: what } = awaited;
    const choose = (on: What['on']) => awaited.change(on === 'event' ? { on, name: 'cart_item_added' } : { on });
    const [minutes, came, timedOut] = [this.at('minutes'), this.at('came'), this.at('timedOut')];
    return html`
      <div class="side">
        ${selectField({ ...awaited, label: 'Until', value: what.on, change: choose }, [
          ['replied', 'they write to us'],
          ['bought', 'they buy'],
          ['event', 'something happens'],
        ])}
        ${
          what.on === 'event'
            ? selectField(
                {
                  path: `${awaited.path}.name`,
                  label: 'What',
                  value: what.name as string,
                  errors,
                  change: name => awaited.change({ on: 'event', name: name as typeof what.name }),
                },
                [...new Set([...EVENT_NAMES, what.name])].map(name => [name, eventWords(name)] as const),
              )
            : nothing
        }
        <wx-span label="For at most" least="1" .path=${minutes.path} .value=${minutes.value} .errors=${errors}></wx-span>
      </div>
      <wx-onward label="If it comes" .path=${came.path} .value=${came.value} .errors=${errors}></wx-onward>
      <wx-onward label="If it does not" .path=${timedOut.path} .value=${timedOut.value} .errors=${errors}></wx-onward>`;
  }
}

const checkWay = (onward: Onward, path: string) =>
  typeof onward === 'string' || WAY.test(onward.way) ? [] : [{ path: `${path}.way`, message: WAY_PROBLEM }];

export const waitAction: Kind<Wait> = {
  label: 'Wait for something',
  make: () => ({ kind: 'wait', for: { on: 'replied' }, minutes: 24 * 60, came: 'stop', timedOut: 'go-on' }),
  render: ({ value, path, errors }) =>
    html`<wx-action-wait .value=${value} .path=${path} .errors=${errors}></wx-action-wait>`,
  check: ({ minutes, came, timedOut }) => [
    ...(Number.isInteger(minutes) && minutes >= 1 && minutes <= 366 * 24 * 60
      ? []
      : [{ path: 'minutes', message: 'Between a minute and a year.' }]),
    ...checkWay(came, 'came'),
    ...checkWay(timedOut, 'timedOut'),
  ],
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-action-wait': WxActionWait;
  }
}
