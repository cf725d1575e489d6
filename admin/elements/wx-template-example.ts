import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ApiClient } from '../api/client.ts';
import { uploadExample } from '../api/templates.ts';
import { apiContext } from '../contexts/contexts.ts';
import { fileSize } from '../state/attachment.ts';
import { EXAMPLES, type ExampleKind, exampleProblem } from '../state/template-example.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';

/** Meta calls the header's example this now; '': it has none. */
export class ExampleChangeEvent extends Event {
  readonly handle: string;

  constructor(handle: string) {
    super('example-change');
    this.handle = handle;
  }
}

type Upload =
  | { state: 'none' }
  | { state: 'uploading' | 'uploaded'; file: File; preview: string | null }
  | { state: 'failed'; problem: string };

/** The file that shows Meta what a header will be like: chosen here, and uploaded to Meta at once. */
@customElement('wx-template-example')
export class WxTemplateExample extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      :host {
        display: grid;
        gap: 6px;
      }
      .file {
        display: flex;
        align-items: center;
        gap: 10px;
        min-inline-size: 0;
        padding: 8px 10px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius);
        background: var(--wx-sunken);
      }
      .file > span {
        min-inline-size: 0;
      }
      img {
        inline-size: 52px;
        block-size: 52px;
        border-radius: 6px;
        object-fit: cover;
      }
      strong {
        display: block;
        overflow-wrap: anywhere;
        font-weight: 600;
        font-size: 0.875rem;
      }
    `,
  ];

  @property({ attribute: false }) kind: ExampleKind = 'image';
  /** Meta's handle, or, of a template that is there already, where its example can be seen. */
  @property({ attribute: false }) sample = '';
  @property({ attribute: false }) wabaId: string | undefined;
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private upload: Upload = { state: 'none' };
  @query('input') private picker!: HTMLInputElement;
  private stop = new AbortController();

  protected override willUpdate(changed: PropertyValues<this>) {
    const isTakenBack = changed.has('sample') && this.sample === '' && this.upload.state === 'uploaded';
    if (changed.has('kind') || changed.has('wabaId') || isTakenBack) this.set({ state: 'none' });
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.set({ state: 'none' });
  }

  override render() {
    const { name, types, words, limit } = EXAMPLES[this.kind];
    const { upload } = this;
    const hasOne = upload.state === 'uploaded' || upload.state === 'uploading' || this.sample !== '';
    return html`${this.renderFile()}
      <div class="row">
        <input type="file" hidden accept=${types.join(',')} @change=${this.pick} />
        <button type="button" class="button" aria-describedby="more" @click=${() => this.picker.click()}>
          ${icon('attach', 17)} ${hasOne ? `Choose another ${name}` : `Choose an example ${name}`}</button>
      </div>
      ${upload.state === 'failed' ? html`<p class="problem" role="alert">${upload.problem}</p>` : nothing}
      <p class="hint" id="more">${words}, at most ${limit / 1024 / 1024} MB. Meta looks at it; what customers get is chosen with each sending.</p>`;
  }

  private renderFile() {
    const { upload } = this;
    if (upload.state === 'none' || upload.state === 'failed') {
      return /^https:/.test(this.sample)
        ? html`<a class="hint" href=${this.sample} target="_blank" rel="noopener noreferrer">The example that Meta was shown last</a>`
        : nothing;
    }
    const { file, preview, state } = upload;
    return html`<div class="file">${preview ? html`<img src=${preview} alt="" />` : icon(this.kind, 24)}
      <span><strong dir="auto">${file.name}</strong>
      <span class="hint" role="status">${state === 'uploaded' ? `Meta has it · ${fileSize(file.size)}` : `On its way to Meta, ${fileSize(file.size)}…`}</span></span></div>`;
  }

  private pick() {
    const [file] = this.picker.files ?? [];
    this.picker.value = '';
    if (file) void this.take(file);
  }

  private async take(file: File) {
    this.set({ state: 'none' });
    if (this.sample !== '') this.tell('');
    const { kind, wabaId } = this;
    const problem = exampleProblem(kind, file);
    if (problem) return this.set({ state: 'failed', problem });
    const chosen = { file, preview: kind === 'image' ? URL.createObjectURL(file) : null };
    this.set({ state: 'uploading', ...chosen });
    const { signal } = this.stop;
    try {
      const { handle } = await uploadExample(this.api, file, { kind, wabaId }, signal);
      if (signal.aborted) return;
      this.upload = { state: 'uploaded', ...chosen };
      this.tell(handle);
    } catch (error) {
      if (signal.aborted) return;
      this.set({ state: 'failed', problem: error instanceof Error ? error.message : 'It could not be uploaded.' });
    }
  }

  private tell(handle: string) {
    this.dispatchEvent(new ExampleChangeEvent(handle));
  }

  /** What was on its way, or shown, is no more. */
  private set(upload: Upload) {
    this.stop.abort();
    this.stop = new AbortController();
    if ('preview' in this.upload && this.upload.preview) URL.revokeObjectURL(this.upload.preview);
    this.upload = upload;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-template-example': WxTemplateExample;
  }
}
