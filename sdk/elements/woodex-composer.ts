import { css, html, LitElement, nothing } from 'lit';
import { define } from '../define.ts';
import { type Locale, plural } from '../locales/index.ts';
import { baseStyles } from './base.styles.ts';
import { attachIcon, sendIcon } from './icons.ts';

/** Longest text, in UTF-16 code units; the server's limit. */
const MAX_TEXT = 4096;
/** The count is shown when fewer are left. */
const NEAR_END = 200;

/** The shopper asks to send `text`. */
export class MessageSubmitEvent extends Event {
  readonly text: string;

  constructor(text: string) {
    super('message-submit', { bubbles: true, composed: true });
    this.text = text;
  }
}

/** The shopper picked files, or dropped or pasted them. */
export class FilesSubmitEvent extends Event {
  readonly files: readonly File[];

  constructor(files: Iterable<File>) {
    super('files-submit', { bubbles: true, composed: true });
    this.files = [...files];
  }
}

/** The draft is another one now; `typing` is false when it became empty or the box was left. */
export class DraftChangeEvent extends Event {
  readonly draft: string;
  readonly typing: boolean;

  constructor(draft: string, typing: boolean) {
    super('draft-change', { bubbles: true, composed: true });
    this.draft = draft;
    this.typing = typing;
  }
}

/** Where the shopper writes. Enter sends, Shift+Enter breaks the line. */
export class WoodexComposer extends LitElement {
  static override properties = { locale: { attribute: false }, draft: {} };
  declare locale: Locale;
  declare draft: string;

  static override styles = [
    baseStyles,
    css`
      form {
        display: flex;
        align-items: flex-end;
        gap: 6px;
        margin: 0;
        padding: 5px;
        border: 1px solid var(--_edge);
        border-radius: min(28px, var(--_radius) + 8px);
        background: var(--_surface);
      }
      form:focus-within {
        border-color: var(--_ink);
        box-shadow: 0 0 0 1px var(--_ink);
      }
      textarea {
        all: unset;
        flex: 1;
        min-inline-size: 0;
        box-sizing: border-box;
        min-block-size: 44px;
        max-block-size: 9.5em;
        padding: 11px 6px 9px 14px;
        font-size: max(16px, 1em);
        line-height: 1.4;
        text-align: start;
        white-space: pre-wrap;
        overflow-y: auto;
        field-sizing: content;
        cursor: text;
      }
      /* The whole form shows the focus. */
      textarea:focus-visible {
        outline: none;
      }
      textarea::placeholder {
        color: var(--_muted);
        opacity: 1;
      }
      button {
        flex: none;
        display: grid;
        place-items: center;
        inline-size: 44px;
        block-size: 44px;
        border: 1px solid transparent;
        border-radius: 50%;
        background: var(--_color);
        color: var(--_on);
      }
      .attach {
        margin-inline-end: -10px;
        background: none;
        color: var(--_muted);
      }
      button[aria-disabled='true'] {
        background: var(--_soft);
        color: var(--_muted);
        cursor: default;
      }
      .left {
        margin: 4px 16px 0;
        font-size: 0.75em;
        color: var(--_muted);
      }
      @media (forced-colors: active) {
        form:focus-within {
          outline: 2px solid Highlight;
        }
        button {
          border-color: ButtonText;
        }
      }
      @media (prefers-reduced-motion: no-preference) {
        button {
          transition: background 0.15s, color 0.15s;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.draft = '';
  }

  override focus() {
    this._box?.focus();
  }

  private get _box() {
    return this.renderRoot.querySelector('textarea');
  }

  protected override render() {
    const { locale, draft } = this;
    const left = MAX_TEXT - draft.length;
    const isNearEnd = left < NEAR_END;
    return html`
      <form part="composer" @submit=${this._submit} @dragover=${this._onDrag} @drop=${this._onDrop}>
        <input type="file" multiple hidden @change=${this._onPick} />
        <button type="button" class="attach" part="attach" aria-label=${locale.attach} @click=${() => this.renderRoot.querySelector('input')!.click()}>${attachIcon}</button>
        <textarea rows="1" dir=${draft ? 'auto' : locale.dir} maxlength=${MAX_TEXT} enterkeyhint="send" autocapitalize="sentences" autocomplete="off"
          aria-label=${locale.message} aria-describedby=${isNearEnd ? 'left' : nothing} placeholder=${locale.placeholder}
          .value=${draft} @input=${this._onInput} @keydown=${this._onKeydown} @paste=${this._onPaste} @blur=${this._onBlur}></textarea>
        <button part="send" aria-label=${locale.send} aria-disabled=${draft.trim() === ''}>${sendIcon}</button>
      </form>
      ${isNearEnd ? html`<div class="left" id="left" role="status">${plural(locale, locale.charactersLeft, left)}</div>` : nothing}`;
  }

  private _change(draft: string, typing = draft !== '') {
    this.draft = draft;
    this.dispatchEvent(new DraftChangeEvent(draft, typing));
  }

  private _onInput = () => this._change(this._box!.value);

  private _bring(files: FileList | null | undefined, event: Event) {
    if (!files?.length) return;
    event.preventDefault();
    this.dispatchEvent(new FilesSubmitEvent(files));
  }

  private _onPick = (event: Event) => {
    const input = event.target as HTMLInputElement;
    this._bring(input.files, event);
    input.value = '';
  };

  private _onPaste = (event: ClipboardEvent) => this._bring(event.clipboardData?.files, event);
  private _onDrop = (event: DragEvent) => this._bring(event.dataTransfer?.files, event);

  private _onDrag = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };

  private _onBlur = () => {
    if (this.draft) this._change(this.draft, false);
  };

  private _onKeydown = (event: KeyboardEvent) => {
    // While an input method is open, Enter picks a word: it does not send. (Safari says so only by the code 229.)
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this._submit(event);
  };

  private _submit = (event: Event) => {
    event.preventDefault();
    const text = this.draft.trim();
    this.focus();
    if (!text) return;
    this._change('');
    this.dispatchEvent(new MessageSubmitEvent(text));
  };
}

define('woodex-composer', WoodexComposer);
