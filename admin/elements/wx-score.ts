import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shared } from '../styles/shared.ts';

/** A lead score as a number and a bar; a hot one says so. */
@customElement('wx-score')
export class WxScore extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        font-variant-numeric: tabular-nums;
      }
      b {
        min-inline-size: 1.6em;
        text-align: end;
      }
      .bar {
        inline-size: var(--bar, 44px);
        block-size: 6px;
        border-radius: 3px;
        background: var(--wx-sunken);
        overflow: hidden;
      }
      .mark {
        padding: 0 7px;
        border-radius: 999px;
        background: var(--wx-warning-surface);
        color: var(--wx-warning);
        font-size: 0.75rem;
        font-weight: 650;
      }
    `,
  ];

  @property({ type: Number }) score = 0;
  @property({ type: Boolean }) hot = false;

  override render() {
    return html`<b>${this.score}</b>
      <svg class="bar ${this.hot ? 'hot' : ''}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${this.score} height="10" rx="3" fill=${this.hot ? 'var(--wx-warning)' : 'var(--wx-accent)'}></rect>
      </svg>
      ${this.hot ? html`<span class="mark">hot</span>` : ''}`;
  }
}
