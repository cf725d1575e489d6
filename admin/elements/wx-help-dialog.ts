import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import type WaDialog from '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { css, html, LitElement } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keysAreOn, setKeysOn } from '../contexts/shortcuts.ts';
import { shared } from '../styles/shared.ts';

const KEYS: readonly [keys: string[], what: string][] = [
  [['j', '↓'], 'Next conversation'],
  [['k', '↑'], 'Previous conversation'],
  [['Enter'], 'Open it'],
  [['r'], 'Reply'],
  [['e'], 'Resolve, or open again'],
  [['a'], 'Assign'],
  [['/'], 'Search'],
  [['Esc'], 'Leave the box you write in'],
  [['?'], 'This help'],
];

/** Which keys do what, and whether single keys do anything. */
@customElement('wx-help-dialog')
export class WxHelpDialog extends LitElement {
  static override styles = [
    shared,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 8px 18px;
        margin: 0 0 18px;
      }
      dd {
        margin: 0;
      }
      kbd {
        display: inline-block;
        min-inline-size: 24px;
        margin-inline-end: 4px;
        padding: 1px 7px;
        border: 1px solid var(--wx-line);
        border-radius: 5px;
        background: var(--wx-sunken);
        font: inherit;
        font-size: 0.8125rem;
        text-align: center;
      }
      .foot {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 12px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      h2 {
        margin-block-end: 16px;
        font-size: 1.0625rem;
      }
    `,
  ];

  @query('wa-dialog') private dialog!: WaDialog;
  @state() private isOn = keysAreOn();

  show() {
    this.dialog.open = true;
  }

  override render() {
    return html`<wa-dialog label="Keyboard" without-header light-dismiss>
      <h2>Keyboard</h2>
      <dl>${KEYS.map(([keys, what]) => html`<dt>${keys.map(key => html`<kbd>${key}</kbd>`)}</dt><dd>${what}</dd>`)}</dl>
      <div class="foot">
        <label><input type="checkbox" .checked=${this.isOn} @change=${this.toggle} /> Use single keys</label>
        <button class="button primary" autofocus @click=${this.hide}>Close</button>
      </div>
    </wa-dialog>`;
  }

  private hide() {
    this.dialog.open = false;
  }

  private toggle() {
    this.isOn = !this.isOn;
    setKeysOn(this.isOn);
  }
}
