import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import type WaDialog from '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { contentOf, type MoreKind, problemOf } from '../state/more-form.ts';
import { type Said, saidContent } from '../state/outgoing.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import type { WxFileTray } from './wx-file-tray.ts';
import './wx-file-tray.ts';

/** What was put together is to be sent. */
export class MoreSubmitEvent extends Event {
  readonly said: Said;

  constructor(said: Said) {
    super('more-submit');
    this.said = said;
  }
}

const KINDS: Record<MoreKind, string> = {
  buttons: 'Buttons',
  list: 'List',
  location: 'Location',
  contacts: 'Contact',
  product: 'Product',
  'product-list': 'Products',
};

/** Puts together what a text box cannot hold: a question with answers to tap, a place, a contact, a product. */
@customElement('wx-more-dialog')
export class WxMoreDialog extends LitElement {
  static override styles = [
    shared,
    css`
      wa-dialog {
        --width: min(520px, calc(100vw - 24px));
      }
      h2 {
        margin-block-end: 12px;
        font-size: 1.0625rem;
      }
      .kinds {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-block-end: 14px;
      }
      .kinds label {
        padding: 5px 12px;
        border-radius: 999px;
        background: var(--wx-sunken);
        font-size: 0.875rem;
        cursor: pointer;
      }
      .kinds label:has(:checked) {
        background: var(--wx-selected);
        font-weight: 600;
      }
      .kinds label:has(:focus-visible) {
        outline: 2px solid var(--wx-focus);
      }
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
      }
      .ask {
        display: grid;
        gap: 4px;
        font-size: 0.8125rem;
        font-weight: 550;
      }
      .pair {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 10px;
      }
      .above wx-file-tray {
        display: block;
        margin-inline: -12px;
      }
      input:not([type='radio'], [type='file']),
      textarea {
        inline-size: 100%;
        min-block-size: 38px;
        padding: 8px 10px;
        border: 1px solid var(--wx-line-strong);
        border-radius: var(--wx-radius);
        background: var(--wx-surface);
        font-weight: 400;
        font-size: 0.9375rem;
        resize: vertical;
      }
      .hint {
        color: var(--wx-text-quiet);
        font-weight: 400;
      }
      .problem {
        color: var(--wx-danger);
        font-size: 0.875rem;
      }
      .foot {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
        margin-block-start: 8px;
      }
    `,
  ];

  @query('wa-dialog') private dialog!: WaDialog;
  @query('form') private form!: HTMLFormElement;
  @query('input[type=file]') private picker!: HTMLInputElement;
  @query('wx-file-tray') private tray!: WxFileTray;
  @state() private kind: MoreKind = 'buttons';
  @state() private problem: string | null = null;

  open() {
    this.problem = null;
    this.dialog.open = true;
  }

  override render() {
    return html`<wa-dialog label="Send something else" without-header>
      <h2>Send something else</h2>
      <div class="kinds" role="radiogroup" aria-label="What">
        ${(Object.keys(KINDS) as MoreKind[]).map(
          kind => html`<label><input type="radio" class="visually-hidden" name="kind" .checked=${kind === this.kind}
            @change=${() => this.choose(kind)} />${KINDS[kind]}</label>`,
        )}
      </div>
      <form @submit=${this.submit}>
        ${this.fields()}
        <div class="above" ?hidden=${this.kind !== 'buttons'}>
          <input type="file" hidden @change=${this.pick} />
          <button type="button" class="button" @click=${() => this.picker.click()}>${icon('attach', 17)} A file above</button>
          <span class="hint">a picture, a video or a document</span>
          <wx-file-tray></wx-file-tray>
        </div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        <div class="foot">
          <button type="button" class="button" @click=${this.close}>Cancel</button>
          <button class="button primary">Send</button>
        </div>
      </form>
    </wa-dialog>`;
  }

  private fields() {
    switch (this.kind) {
      case 'buttons':
        return html`${this.input('header', 'Heading', 'optional, or a file below')}${this.area('text', 'Question')}
          ${this.area('answers', 'Buttons', 'one on each line, three at most, 20 characters each')}${this.input('footer', 'Small print', 'optional')}`;
      case 'list':
        return html`${this.input('header', 'Heading', 'optional')}${this.area('text', 'Question')}${this.input('button', 'What opens the list', '', 'Choose')}
          ${this.area('rows', 'Rows', 'one on each line, ten at most; after a | what stands below it')}${this.input('footer', 'Small print', 'optional')}`;
      case 'location':
        return html`${this.input('name', 'Name')}${this.input('address', 'Address')}
          <div class="pair">${this.input('latitude', 'Latitude')}${this.input('longitude', 'Longitude')}</div>`;
      case 'contacts':
        return html`${this.input('name', 'Name')}<div class="pair">${this.input('phone', 'Phone')}${this.input('email', 'E-mail')}</div>`;
      case 'product':
        return html`${this.input('catalogId', 'Catalogue', 'its id in Meta’s Commerce Manager')}${this.input('productId', 'Product', 'its content id there')}
          ${this.area('text', 'Words', 'optional')}`;
      case 'product-list':
        return html`${this.input('catalogId', 'Catalogue', 'its id in Meta’s Commerce Manager')}${this.input('header', 'Heading')}${this.area('text', 'Words')}
          ${this.area('products', 'Products', 'content ids with commas between; a line is a section: “Sofas: S-1, S-2”')}${this.input('footer', 'Small print', 'optional')}`;
    }
  }

  private input(name: string, label: string, hint = '', value = '') {
    return html`<label class="ask"><span>${label} ${hint ? html`<span class="hint">(${hint})</span>` : nothing}</span>
      <input name=${name} dir="auto" autocomplete="off" value=${value} /></label>`;
  }

  private area(name: string, label: string, hint = '') {
    return html`<label class="ask"><span>${label} ${hint ? html`<span class="hint">(${hint})</span>` : nothing}</span>
      <textarea name=${name} dir="auto" rows="3"></textarea></label>`;
  }

  private choose(kind: MoreKind) {
    this.kind = kind;
    this.problem = null;
    this.form.reset();
    this.tray.clear();
  }

  /** One file is room for above a question: another one takes its place. */
  private pick() {
    const [file] = this.picker.files ?? [];
    if (file) {
      this.tray.clear();
      this.tray.add([file]);
    }
    this.picker.value = '';
  }

  private submit(event: Event) {
    event.preventDefault();
    const data = new FormData(this.form);
    const field = (name: string) => String(data.get(name) ?? '').trim();
    const above = this.tray.first;
    this.problem = this.tray.isReady ? problemOf(this.kind, field, above) : 'The file is not here yet.';
    if (this.problem) return;
    this.dispatchEvent(new MoreSubmitEvent(saidContent(contentOf(this.kind, field, above), above)));
    this.form.reset();
    this.tray.clear();
    this.close();
  }

  private close() {
    this.dialog.open = false;
  }
}
