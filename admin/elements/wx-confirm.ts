import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import type WaDialog from '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { css, html, LitElement } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { shared } from '../styles/shared.ts';

export type Question = { title: string; text: string; action: string };

/** Asks before something that is not easily undone. */
@customElement('wx-confirm')
export class WxConfirm extends LitElement {
  static override styles = [
    shared,
    css`
      h2 {
        margin-block-end: 10px;
        font-size: 1.0625rem;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
        margin-block-start: 20px;
      }
    `,
  ];

  @query('wa-dialog') private dialog!: WaDialog;
  @state() private question: Question = { title: '', text: '', action: '' };
  private settle: (answer: boolean) => void = () => {};

  /** True when the agent goes ahead; false however else the dialog is left. */
  async ask(question: Question): Promise<boolean> {
    this.settle(false);
    this.question = question;
    await this.updateComplete;
    this.dialog.open = true;
    return new Promise(resolve => {
      this.settle = resolve;
    });
  }

  override render() {
    const { title, text, action } = this.question;
    return html`<wa-dialog label=${title} without-header @wa-hide=${() => this.settle(false)}>
      <h2>${title}</h2>
      <p>${text}</p>
      <div class="foot">
        <button class="button" autofocus @click=${() => this.close(false)}>Cancel</button>
        <button class="button primary" @click=${() => this.close(true)}>${action}</button>
      </div>
    </wa-dialog>`;
  }

  private close(answer: boolean) {
    this.settle(answer);
    this.dialog.open = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-confirm': WxConfirm;
  }
}
