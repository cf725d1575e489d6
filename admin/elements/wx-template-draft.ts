import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TemplateDraft, TemplateProblem } from '../../contract/template.ts';
import { directionOf, emptyHeader, LANGUAGES, problemsAt } from '../state/template.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import './wx-template-buttons.ts';
import './wx-template-example.ts';
import type { ButtonsChangeEvent } from './wx-template-buttons.ts';
import type { ExampleChangeEvent } from './wx-template-example.ts';

/** The draft is this now. */
export class DraftChangeEvent extends Event {
  readonly draft: TemplateDraft;

  constructor(draft: TemplateDraft) {
    super('draft-change', { bubbles: true, composed: true });
    this.draft = draft;
  }
}

const HEADERS = [
  ['none', 'None'],
  ['text', 'Text'],
  ['image', 'Image'],
  ['video', 'Video'],
  ['document', 'Document'],
  ['location', 'Place'],
] as const;

/** A template as people write it, with what Meta would refuse beside each field. */
@customElement('wx-template-draft')
export class WxTemplateDraft extends LitElement {
  static override styles = [shared, templateForms];

  @property({ attribute: false }) draft!: TemplateDraft;
  @property({ attribute: false }) isNew = false;
  /** Meta does not let an approved template change its category. */
  @property({ attribute: false }) keepsCategory = false;
  /** Where it will be made; undefined: there is but one account. */
  @property({ attribute: false }) wabaId: string | undefined;
  /** The variables of the body. */
  @property({ attribute: false }) variables: readonly string[] = [];
  @property({ attribute: false }) problems: readonly TemplateProblem[] = [];

  override render() {
    const { body, footer, buttons } = this.draft;
    return html`<div class="fields">
      ${this.renderNames()} ${this.renderHeader()}
      <div class="item">
        <label for="body">Text</label>
        <textarea class="field" id="body" rows="6" dir=${directionOf(this.draft.language)} .value=${body.text} aria-describedby="body-more"
          aria-invalid=${this.isWrong('body.text')} @input=${(event: Event) => this.set({ body: { ...body, text: inputOf(event) } })}></textarea>
        <div id="body-more">${this.renderProblems('body.text')}
          <p class="hint">${body.text.length} of 1024. Variables are {{1}}, {{2}} … or names like {{order_number}}.</p></div>
      </div>
      ${this.variables.map(name => this.renderSample(name))}
      <div class="item">
        <label for="footer">Footer <span class="hint">(may stay empty)</span></label>
        <input class="field" id="footer" dir="auto" maxlength="200" .value=${footer ?? ''} aria-invalid=${this.isWrong('footer')} aria-describedby="footer-more"
          @input=${(event: Event) => this.set({ footer: inputOf(event) || null })}>
        <div id="footer-more">${this.renderProblems('footer')}</div>
      </div>
      <wx-template-buttons .buttons=${buttons} .problems=${this.problems}
        @buttons-change=${(event: ButtonsChangeEvent) => this.set({ buttons: event.buttons })}></wx-template-buttons>
    </div>`;
  }

  private renderNames() {
    const { name, language, category } = this.draft;
    return html`<div class="item">
        <label for="name">Name</label>
        <input class="field" id="name" maxlength="520" autocomplete="off" spellcheck="false" placeholder="order_shipped" .value=${name} ?disabled=${!this.isNew}
          aria-invalid=${this.isWrong('name')} aria-describedby="name-more" @input=${(event: Event) => this.set({ name: inputOf(event) })}>
        <div id="name-more">${this.renderProblems('name')}</div>
      </div>
      <div class="row top">
        <div class="item">
          <label for="language">Language</label>
          <input class="field" id="language" list="languages" maxlength="20" .value=${language} ?disabled=${!this.isNew} aria-invalid=${this.isWrong('language')}
            aria-describedby="language-more" @input=${(event: Event) => this.set({ language: inputOf(event) })}>
          <datalist id="languages">${LANGUAGES.map(code => html`<option value=${code}></option>`)}</datalist>
          <div id="language-more">${this.renderProblems('language')}</div>
        </div>
        <div class="item">
          <label for="category">Category</label>
          <select class="field" id="category" ?disabled=${this.keepsCategory}
            @change=${(event: Event) => this.set({ category: inputOf(event) as TemplateDraft['category'] })}>
            <option value="UTILITY" .selected=${category === 'UTILITY'}>Utility: about something the customer did</option>
            <option value="MARKETING" .selected=${category === 'MARKETING'}>Marketing: everything else</option>
          </select>
        </div>
      </div>`;
  }

  private renderHeader() {
    const { header } = this.draft;
    return html`<div class="item">
      <label for="header">Header</label>
      <select class="field" id="header" @change=${(event: Event) => this.set({ header: emptyHeader(inputOf(event)) })}>
        ${HEADERS.map(([kind, label]) => html`<option value=${kind} .selected=${kind === (header?.kind ?? 'none')}>${label}</option>`)}
      </select>
      ${
        header?.kind === 'text'
          ? html`<input class="field" dir="auto" maxlength="200" aria-label="Header text" .value=${header.text} aria-invalid=${this.isWrong('header.text', 'header')}
                aria-describedby="header-more" @input=${(event: Event) => this.set({ header: { ...header, text: inputOf(event) } })}>
              ${
                /\{\{/.test(header.text)
                  ? html`<input class="field" dir="auto" maxlength="200" aria-label="Example for the header’s variable" placeholder="Example for the variable" .value=${header.sample}
                      aria-invalid=${this.isWrong('header.sample')} aria-describedby="header-more"
                      @input=${(event: Event) => this.set({ header: { ...header, sample: inputOf(event) } })}>`
                  : nothing
              }`
          : header && 'sample' in header
            ? html`<wx-template-example .kind=${header.kind} .sample=${header.sample} .wabaId=${this.wabaId}
                @example-change=${(event: ExampleChangeEvent) => this.set({ header: { ...header, sample: event.handle } })}></wx-template-example>`
            : nothing
      }
      <div id="header-more">${this.renderProblems('header', 'header.text', 'header.sample')}</div>
    </div>`;
  }

  private renderSample(name: string) {
    const { body } = this.draft;
    const field = `body.samples.${name}`;
    const sample = Object.hasOwn(body.samples, name) ? body.samples[name]! : '';
    return html`<div class="item">
      <label for=${field}>Example for {{${name}}}</label>
      <input class="field" id=${field} dir="auto" maxlength="1000" .value=${sample} aria-invalid=${this.isWrong(field)} aria-describedby="${field}-more"
        @input=${(event: Event) => this.set({ body: { ...body, samples: { ...body.samples, [name]: inputOf(event) } } })}>
      <div id="${field}-more">${this.renderProblems(field)}</div>
    </div>`;
  }

  private isWrong(...fields: string[]) {
    return problemsAt(this.problems, ...fields).length > 0;
  }

  private renderProblems(...fields: string[]) {
    return problemsAt(this.problems, ...fields).map(({ what, mend }) => html`<p class="problem">${what} ${mend}</p>`);
  }

  private set(change: Partial<TemplateDraft>) {
    this.dispatchEvent(new DraftChangeEvent({ ...this.draft, ...change }));
  }
}

const inputOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'wx-template-draft': WxTemplateDraft;
  }
}
