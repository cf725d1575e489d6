import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Message } from '../../contract/message.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { MessageActionEvent } from './message-action.ts';

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏', '🎉'];

/** What an agent can do with one message: answer to it, react to it. */
@customElement('wx-message-actions')
export class WxMessageActions extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        position: relative;
        display: flex;
        gap: 2px;
      }
      button {
        display: grid;
        place-items: center;
        min-inline-size: 30px;
        block-size: 30px;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--wx-text-quiet);
        cursor: pointer;
      }
      button:hover {
        background: var(--wx-hover);
        color: var(--wx-text);
      }
      .picker {
        position: fixed;
        z-index: 3;
        display: flex;
        padding: 4px;
        border-radius: 999px;
        background: var(--wx-raised);
        box-shadow: var(--wx-shadow);
      }
      .picker button {
        min-inline-size: 36px;
        block-size: 36px;
        font-size: 1.125rem;
      }
    `,
  ];

  @property({ attribute: false }) message!: Message;
  @property({ reflect: true }) side: 'own' | 'their' | 'system' = 'their';
  /** The agent has reacted before: it can be taken back. */
  @property({ attribute: false }) own: string | null = null;
  @state() private isPicking = false;

  override render() {
    return html`
      <button aria-label="Reply to this message" title="Reply" @click=${() => this.act({ kind: 'reply' })}>${icon('reply', 17)}</button>
      <button aria-label="React" title="React" aria-expanded=${this.isPicking} @click=${() => {
        this.isPicking = !this.isPicking;
      }}>${icon('react', 17)}</button>
      ${this.isPicking ? this.picker() : nothing}`;
  }

  private picker() {
    return html`<div class="picker" role="group" aria-label="Reactions" @keydown=${this.leave} @focusout=${this.loseFocus}>
      ${EMOJI.map(
        emoji =>
          html`<button aria-label="React with ${emoji}" @click=${() => this.act({ kind: 'react', emoji })}>${emoji}</button>`,
      )}
      ${
        this.own
          ? html`<button aria-label="Take the reaction back" title="Take back" @click=${() => this.act({ kind: 'react', emoji: null })}>${icon('close', 16)}</button>`
          : nothing
      }</div>`;
  }

  protected override updated() {
    const picker = this.renderRoot.querySelector<HTMLElement>('.picker');
    if (!picker) return;
    this.place(picker);
    picker.querySelector('button')?.focus();
  }

  /** Above the button, and within the thread, whose edges would cut it off. */
  private place(picker: HTMLElement) {
    const own = this.getBoundingClientRect();
    const around =
      (this.getRootNode() as ShadowRoot).host?.getBoundingClientRect() ??
      document.documentElement.getBoundingClientRect();
    const { width, height } = picker.getBoundingClientRect();
    const left = Math.max(around.left, Math.min(own.left, around.right - width));
    picker.style.left = `${left}px`;
    picker.style.top = `${Math.max(8, own.top - height - 4)}px`;
  }

  private act(action: MessageActionEvent['action']) {
    this.isPicking = false;
    this.dispatchEvent(new MessageActionEvent(action, this.message));
  }

  private leave(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.isPicking = false;
  }

  private loseFocus(event: FocusEvent) {
    const goesTo = event.relatedTarget;
    if (!(goesTo instanceof Node && this.renderRoot.contains(goesTo))) this.isPicking = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-message-actions': WxMessageActions;
  }
}
