import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import type WaDialog from '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { SendOutlook } from '../../contract/send-outlook.ts';
import type { MessageAccepted } from '../../contract/storefront.ts';
import type { Template, TemplateList, TemplatePreview, TemplateValues } from '../../contract/template.ts';
import type { ApiClient } from '../api/client.ts';
import { listTemplates, previewTemplate, sendTemplate } from '../api/templates.ts';
import { apiContext } from '../contexts/contexts.ts';
import { Delayed } from '../controllers/delayed.ts';
import { Loaded } from '../controllers/loaded.ts';
import { isMarketing, obstacleOf } from '../state/outlook.ts';
import { categoryWords, searched } from '../state/template.ts';
import { uuidv7 } from '../state/uuid.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import './wx-obstacle.ts';
import './wx-template-bubble.ts';
import { templateSenderStyles } from './wx-template-sender.styles.ts';
import './wx-template-values.ts';
import type { ValuesChangeEvent, WxTemplateValues } from './wx-template-values.ts';

/** A template is in the thread. */
export class TemplateSentEvent extends Event {
  readonly accepted: MessageAccepted;

  constructor(accepted: MessageAccepted) {
    super('template-sent', { bubbles: true, composed: true });
    this.accepted = accepted;
  }
}

/** Choose a template, fill it from the customer, look at it, send it. */
@customElement('wx-template-sender')
export class WxTemplateSender extends LitElement {
  static override styles = [shared, templateForms, templateSenderStyles];

  @property() conversationId = '';
  @property() customerId = '';
  @property() customer = '';
  /** What would become of a template; undefined: not known yet. */
  @property({ attribute: false }) outlook: SendOutlook | undefined;
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private chosen: Template | null = null;
  @state() private values: TemplateValues = {};
  @state() private search = '';
  @state() private state: 'idle' | 'sending' = 'idle';
  @state() private failure = '';
  @query('wa-dialog') private dialog!: WaDialog;
  @query('wx-template-values') private fields!: WxTemplateValues | null;
  private readonly list = new Loaded<TemplateList>(this);
  private readonly preview = new Delayed<TemplatePreview>(this);
  /** The same for every attempt to send this one, so that a lost answer doubles nothing. */
  private clientId = '';

  async show() {
    this.back();
    this.search = '';
    await this.updateComplete;
    this.dialog.open = true;
    await this.list.load(signal => listTemplates(this.api, signal));
  }

  override render() {
    return html`<wa-dialog label="Send a template to ${this.customer}" without-header>
      <h2>${this.chosen ? this.chosen.name : `Send a template to ${this.customer}`}</h2>
      ${this.chosen ? this.renderFilling(this.chosen) : this.renderChoice()}
    </wa-dialog>`;
  }

  private renderChoice() {
    const { status, value } = this.list;
    if (status === 'pending') return html`<p role="status">Loading templates…</p>`;
    if (status === 'error') {
      return html`<p role="alert">The templates could not be loaded.</p>
        <button class="button" @click=${() => this.list.load(signal => listTemplates(this.api, signal))}>Try again</button>`;
    }
    const sendable = value!.templates.filter(template => template.sendable);
    const shown = searched(sendable, this.search);
    if (sendable.length === 0) {
      return html`<p>There is no approved template yet.</p>
        <div class="foot"><button class="button" @click=${this.close}>Close</button><a class="button primary" href="/admin/templates">Templates</a></div>`;
    }
    return html`
      <input class="field" type="search" autofocus aria-label="Search templates" placeholder="Name or text" .value=${this.search}
        @input=${(event: Event) => this.find((event.target as HTMLInputElement).value)}>
      <ul class="choice" aria-label="Templates">${shown.map(
        template => html`<li><button @click=${() => this.choose(template)}>
          <span class="title"><strong>${template.name}</strong> <span class="hint">${template.language} · ${categoryWords(template.category)}</span>${this.renderMark(template)}</span>
          <span class="text" dir="auto">${template.shown.body}</span>
        </button></li>`,
      )}</ul>
      ${shown.length === 0 ? html`<p role="status" class="hint">None fits.</p>` : nothing}
      <div class="foot"><button class="button" @click=${this.close}>Cancel</button></div>`;
  }

  private renderFilling(template: Template) {
    const preview = this.preview.answer.value;
    const problems = preview?.problems ?? [];
    // What a tap on a button brings back is for programs: by hand nobody writes it.
    const slots = template.slots.filter(({ required }) => required);
    const apart = problems.filter(({ field }) => !slots.some(({ key }) => key === field));
    const obstacle = obstacleOf(this.outlook, template);
    const isReady =
      obstacle?.kind !== 'refused' && preview !== undefined && problems.length === 0 && !this.preview.isBehind;
    return html`<div class="filling">
        <div>
          <wx-obstacle .obstacle=${obstacle}></wx-obstacle>
          ${isMarketing(template) && !obstacle ? html`<p class="note">This is marketing: it goes only if ${this.customer} has agreed to it.</p>` : nothing}
          ${template.notes.map(({ tone, what, mend }) => html`<p class="note ${tone}">${what} ${mend}</p>`)}
          ${slots.length === 0 ? html`<p class="hint">It needs no values.</p>` : nothing}
          <wx-template-values .slots=${slots} .fields=${this.list.value!.fields} .values=${this.values}
            .filled=${preview?.values ?? {}} .problems=${problems} @values-change=${this.takeValues}></wx-template-values>
          ${apart.map(({ what, mend }) => html`<p class="problem">${what} ${mend}</p>`)}
        </div>
        <wx-template-bubble .shown=${preview?.shown ?? template.shown}></wx-template-bubble>
      </div>
      ${this.preview.answer.status === 'error' ? html`<p role="alert" class="problem">The preview could not be loaded.</p>` : nothing}
      ${this.failure ? html`<p role="alert" class="problem">${this.failure}</p>` : nothing}
      <div class="foot">
        <button class="button" @click=${this.back}>Back</button>
        <button class="button primary" ?disabled=${!isReady || this.state === 'sending'} @click=${this.send}>Send</button>
      </div>`;
  }

  private renderMark(template: Template) {
    const obstacle = obstacleOf(this.outlook, template);
    if (!obstacle) return nothing;
    return html`<span class="mark ${obstacle.kind}">${obstacle.kind === 'refused' ? 'would not be sent' : 'would wait'}</span>`;
  }

  private find(search: string) {
    this.search = search;
  }

  private choose(template: Template) {
    this.chosen = template;
    this.clientId = uuidv7();
    this.failure = '';
    this.values = Object.fromEntries(template.slots.map(({ key, suggestion }) => [key, suggestion]));
    this.look(0);
    // Meanwhile the customer may have said something.
    this.dispatchEvent(new Event('template-chosen'));
    void this.updateComplete.then(() => this.fields?.updateComplete).then(() => this.fields?.focus());
  }

  private takeValues({ values }: ValuesChangeEvent) {
    this.values = values;
    this.failure = '';
    this.look();
  }

  private look(pause?: number) {
    const { chosen, values, customerId } = this;
    if (chosen) this.preview.ask(signal => previewTemplate(this.api, chosen.id, { values, customerId }, signal), pause);
  }

  private async send() {
    this.state = 'sending';
    this.failure = '';
    try {
      const { clientId, values, chosen } = this;
      this.dispatchEvent(
        new TemplateSentEvent(
          await sendTemplate(this.api, this.conversationId, { clientId, values, templateId: chosen!.id }),
        ),
      );
      this.dialog.open = false;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : 'It could not be sent.';
    }
    this.state = 'idle';
  }

  private back() {
    this.chosen = null;
    this.failure = '';
    this.preview.answer.forget();
  }

  private close() {
    this.dialog.open = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-template-sender': WxTemplateSender;
  }
}
