import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { WindowState } from '../state/service-window.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { TemplateRequestEvent } from './composer-events.ts';

/** How long WhatsApp still takes free text, where that is worth saying. */
@customElement('wx-window-line')
export class WxWindowLine extends LitElement {
  static override styles = [
    shared,
    css`
      .window {
        display: flex;
        align-items: flex-start;
        gap: 8px;
        margin-block-end: 8px;
        padding: 8px 12px;
        border-radius: var(--wx-radius);
        background: var(--wx-warning-surface);
        color: var(--wx-warning);
        font-size: 0.8125rem;
      }
      svg {
        margin-block-start: 1px;
      }
      .shut {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        margin-block-end: 8px;
      }
      .shut .window {
        flex: 1 1 16rem;
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) window!: WindowState;
  @property() customer = '';
  /** An answer could go there instead. */
  @property({ type: Boolean }) hasWebsite = false;

  override render() {
    const { window } = this;
    const website = this.hasWebsite ? ' You can answer on the website.' : '';
    switch (window.kind) {
      case 'open':
        return nothing;
      case 'closing': {
        const hours = Math.floor(window.minutes / 60);
        const left = hours > 0 ? `${hours} h ${window.minutes % 60} min` : `${window.minutes} min`;
        return html`<p class="window">${icon('clock', 16)} WhatsApp’s service window closes in ${left}.</p>`;
      }
      case 'closed':
        return this.renderShut(html`WhatsApp’s service window is closed: more than 24 hours have passed since
          ${this.customer} last wrote there. A template can be sent, and free text again when the customer writes.${website}`);
      case 'never-opened':
        return this.renderShut(html`${this.customer} has not written on WhatsApp yet, so free text cannot be
          sent there, but a template can.${website}`);
    }
  }

  private renderShut(words: TemplateResult) {
    return html`<div class="shut"><p class="window" role="status">${icon('clock', 16)} <span>${words}</span></p>
      <button type="button" class="button primary template" @click=${() => this.dispatchEvent(new TemplateRequestEvent())}>Send a template</button></div>`;
  }
}
