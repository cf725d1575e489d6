import { css, html, LitElement } from 'lit';

/*
 * The floor: the least that is still a chat bubble made with Lit. A round button; a click shows a dialog with a text box that has the
 * focus. It says nothing to anybody. Built at bench time and served as the shop's own file.
 */
class TrivialBubble extends LitElement {
  static override styles = css`
    :host { position: fixed; inset: auto 20px 20px auto; font: 16px/1.5 system-ui, sans-serif; }
    button { inline-size: 56px; block-size: 56px; border: 0; border-radius: 50%; color: #fff; background: #7a4f2b; }
    section { position: absolute; inset: auto 0 72px auto; inline-size: 320px; padding: 16px; border-radius: 12px;
      color: #222; background: #fff; box-shadow: 0 8px 32px rgb(0 0 0 / 25%); }
    textarea { inline-size: 100%; box-sizing: border-box; font: inherit; }
  `;
  static override properties = { open: { type: Boolean } };
  declare open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  override render() {
    return html`
      ${this.open ? html`<section role="dialog" aria-label="Chat"><textarea aria-label="Message"></textarea></section>` : ''}
      <button aria-label="Chat" aria-expanded=${this.open} @click=${this.toggle}>✉</button>`;
  }

  override updated() {
    this.renderRoot.querySelector('textarea')?.focus();
  }

  private toggle() {
    this.open = !this.open;
  }
}

customElements.define('trivial-bubble', TrivialBubble);
document.body.append(document.createElement('trivial-bubble'));
