import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Delivery } from '../../contract/message.ts';
import { type Tick, tickOf } from '../state/delivery.ts';
import { shared } from '../styles/shared.ts';

const ONE = svg`<path d="m3 8.5 3.5 3.5 7-8"></path>`;
const TWO = svg`<path d="m1 8.5 3.5 3.5 7-8M8.5 11.500l.5.5 7-8"></path>`;

const MARKS: Record<Tick, ReturnType<typeof svg>> = {
  clock: svg`<circle cx="8.5" cy="8" r="5.5"></circle><path d="M8.5 5v3l2 1.3"></path>`,
  sent: ONE,
  delivered: TWO,
  read: TWO,
  failed: svg`<circle cx="8.5" cy="8" r="5.5"></circle><path d="M8.5 5v3.500M8.5 10.800v.1"></path>`,
};

/** How far a WhatsApp message has come, in ticks and in words. */
@customElement('wx-ticks')
export class WxTicks extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        color: var(--wx-text-quiet);
      }
      .read {
        color: var(--wx-read);
      }
      .failed {
        color: var(--wx-danger);
      }
    `,
  ];

  @property({ attribute: false }) delivery!: Delivery;

  override render() {
    const { tick, label } = tickOf(this.delivery);
    return html`<span class=${tick} title=${label}>
      <svg viewBox="0 0 17 16" width="17" height="16" fill="none" stroke="currentColor" stroke-width="1.5"
        stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${MARKS[tick]}</svg>
      <span class="visually-hidden">${label}</span>
    </span>`;
  }
}
