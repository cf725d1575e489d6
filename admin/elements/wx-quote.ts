import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Quote } from '../../contract/message-parts.ts';
import { kindName } from '../state/preview.ts';
import { shared } from '../styles/shared.ts';

/** The beginning of a message that another one answers to. */
@customElement('wx-quote')
export class WxQuote extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-inline-size: 0;
        padding: 4px 10px;
        border-inline-start: 3px solid var(--wx-accent);
        border-radius: 6px;
        background: color-mix(in srgb, currentColor 6%, transparent);
        font-size: 0.8125rem;
      }
      strong {
        display: block;
        color: var(--wx-accent);
        font-size: 0.75rem;
        font-weight: 600;
      }
      span {
        display: -webkit-box;
        overflow: hidden;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
    `,
  ];

  @property({ attribute: false }) quote!: Quote;
  /** Who the shopper is. */
  @property() customer = '';

  override render() {
    const { author, text, kind } = this.quote;
    const who = author === 'shopper' ? this.customer || 'Customer' : author === 'agent' ? 'Shop' : 'Notice';
    return html`<strong dir="auto">${who}</strong><span dir="auto">${text || kindName(kind)}</span>`;
  }
}
