import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SendObstacle } from '../../contract/send-outlook.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';

/** Says before something is sent what stands in its way, and what to do. */
@customElement('wx-obstacle')
export class WxObstacle extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      p {
        display: flex;
        gap: 8px;
        align-items: flex-start;
        margin-block-end: 8px;
        padding: 8px 12px;
        border-radius: var(--wx-radius);
        background: var(--wx-warning-surface);
        color: var(--wx-warning);
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      .refused {
        background: var(--wx-danger-surface);
        color: var(--wx-danger);
      }
      svg {
        margin-block-start: 1px;
      }
    `,
  ];

  @property({ attribute: false }) obstacle: SendObstacle | null = null;
  /** What would be sent, at the beginning of a sentence: "An offer". */
  @property() what = 'It';

  override render() {
    if (!this.obstacle) return nothing;
    const { kind, words, mend } = this.obstacle;
    const isRefused = kind === 'refused';
    return html`<p class=${kind} role="status">${icon(isRefused ? 'alert' : 'clock', 16)}
      <span><strong>${this.what} ${isRefused ? 'would not be sent' : 'would wait'}.</strong> ${words} ${mend}</span></p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-obstacle': WxObstacle;
  }
}
