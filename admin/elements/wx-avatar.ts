import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { initials } from '../state/customer.ts';

const HUES = 8;

/** Somebody's letters on a colour of their own. Decorative: the name stands beside it, or in `label`. */
@customElement('wx-avatar')
export class WxAvatar extends LitElement {
  static override styles = css`
    :host {
      --size: 36px;
      display: inline-grid;
      place-items: center;
      flex: none;
      inline-size: var(--size);
      block-size: var(--size);
      border-radius: 50%;
      background: light-dark(oklch(0.91 0.045 var(--hue)), oklch(0.36 0.05 var(--hue)));
      color: light-dark(oklch(0.38 0.09 var(--hue)), oklch(0.92 0.05 var(--hue)));
      font-size: calc(var(--size) * 0.38);
      font-weight: 600;
      line-height: 1;
      letter-spacing: 0.01em;
      user-select: none;
    }
  `;

  @property() name = '';
  /** What a screen reader says; nothing when empty. */
  @property() label = '';

  protected override willUpdate() {
    this.style.setProperty('--hue', String((hash(this.name) % HUES) * (360 / HUES) + 25));
    this.role = this.label ? 'img' : 'presentation';
    this.ariaLabel = this.label || null;
    this.title = this.label;
  }

  override render() {
    return html`<span aria-hidden="true">${initials(this.name)}</span>`;
  }
}

function hash(text: string): number {
  let result = 7;
  for (const letter of text) result = (result * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return result;
}
