import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { Template, TemplateCheck, TemplateDraft, TemplateList } from '../../contract/template.ts';
import { type ApiClient, ProblemError } from '../api/client.ts';
import {
  checkDraft,
  createTemplate,
  deleteTemplate,
  editTemplate,
  getTemplate,
  listTemplates,
  unpauseTemplate,
} from '../api/templates.ts';
import { apiContext, routerContext, sessionContext } from '../contexts/contexts.ts';
import type { Router } from '../contexts/router.ts';
import { Delayed } from '../controllers/delayed.ts';
import { Loaded } from '../controllers/loaded.ts';
import type { WxConfirm } from '../elements/wx-confirm.ts';
import type { DraftChangeEvent } from '../elements/wx-template-draft.ts';
import { categoryWords, EMPTY_DRAFT, qualityWords, statusWords } from '../state/template.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import '../elements/wx-confirm.ts';
import '../elements/wx-template-bubble.ts';
import '../elements/wx-template-draft.ts';
import { templatePageStyles } from './template-page.styles.ts';

/** One template: how it stands, what it says, and for owners the form to change it; `new` is one to be made. */
@customElement('wx-template-page')
export class WxTemplatePage extends LitElement {
  static override styles = [shared, templateForms, templatePageStyles];

  @property() templateId = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: routerContext }) private router!: Router;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private draft: TemplateDraft | null = null;
  @state() private wabaId: string | undefined;
  @state() private isTouched = false;
  @state() private busy = false;
  @state() private failure = '';
  @query('wx-confirm') private confirm!: WxConfirm;
  private readonly template = new Loaded<Template | null>(this);
  private readonly list = new Loaded<TemplateList>(this);
  private readonly check = new Delayed<TemplateCheck>(this);

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('templateId')) void this.load();
  }

  override render() {
    const { status, value, error } = this.template;
    const back = html`<a class="back" href="/admin/templates">All templates</a>`;
    if (status === 'pending') return html`${back}<div class="message" role="status">Loading…</div>`;
    if (status === 'error') {
      const isGone = error instanceof ProblemError && error.status === 404;
      return html`${back}<div class="message" role="alert"><p>${isGone ? 'There is no such template.' : 'The template could not be loaded.'}</p>
        ${isGone ? nothing : html`<button class="button" @click=${this.load}>Try again</button>`}</div>`;
    }
    const template = value ?? null;
    return html`${back}
      <header><h1>${template ? template.name : 'New template'}</h1>${template ? this.renderActions(template) : nothing}</header>
      ${template ? this.renderState(template) : nothing}
      ${this.failure ? html`<p class="note danger" role="alert">${this.failure}</p>` : nothing}
      <div class="both">
        ${this.draft && this.isOwner ? this.renderForm(this.draft, template) : this.renderReadOnly(template)}
        <aside aria-label="Preview"><wx-template-bubble .shown=${this.check.answer.value?.shown ?? template?.shown ?? null}></wx-template-bubble></aside>
      </div>
      <wx-confirm></wx-confirm>`;
  }

  private get isOwner() {
    return this.session.agent.role === 'owner';
  }

  private renderActions({ status }: Template) {
    if (!this.isOwner) return nothing;
    return html`
      ${status === 'PAUSED' ? html`<button class="button" ?disabled=${this.busy} @click=${this.unpause}>End the pause</button>` : nothing}
      <button class="button" ?disabled=${this.busy} @click=${this.askToDelete}>Delete</button>`;
  }

  private renderState({ language, category, status, quality, notes }: Template) {
    return html`<p class="hint">${statusWords(status)} · ${language} · ${categoryWords(category)} · ${qualityWords(quality)}</p>
      ${notes.map(({ tone, what, mend }) => html`<p class="note ${tone}"><strong>${what}</strong> ${mend}</p>`)}`;
  }

  private renderForm(draft: TemplateDraft, template: Template | null) {
    const problems = this.check.answer.value?.problems ?? [];
    const accounts = this.list.value?.accounts ?? [];
    const canSubmit = !this.busy && !this.check.isBehind && this.isTouched && problems.length === 0;
    return html`<form @submit=${this.submit}>
      ${
        template === null && accounts.length > 1
          ? html`<div class="item"><label for="waba">WhatsApp account</label>
              <select class="field" id="waba" @change=${(event: Event) => this.chooseAccount((event.target as HTMLSelectElement).value)}>
                ${accounts.map(({ wabaId, phones }) => html`<option value=${wabaId} .selected=${wabaId === this.wabaId}>${phones.join(', ')}</option>`)}
              </select></div>`
          : nothing
      }
      <wx-template-draft .draft=${draft} .isNew=${template === null} .keepsCategory=${template?.status === 'APPROVED'} .wabaId=${template?.wabaId ?? this.wabaId}
        .variables=${this.check.answer.value?.variables ?? []} .problems=${this.isTouched ? problems : []} @draft-change=${this.takeDraft}></wx-template-draft>
      <div class="row">
        <button class="button primary" ?disabled=${!canSubmit}>${template ? 'Submit anew' : 'Submit to Meta'}</button>
        <span class="hint" role="status">${this.busy ? 'Asking Meta…' : this.isTouched && problems.length > 0 ? `${problems.length} to mend` : ''}</span>
      </div>
      ${template?.status === 'APPROVED' ? html`<p class="hint">Until Meta has looked at it again, it is not sent. An approved template can be changed once a day.</p>` : nothing}
    </form>`;
  }

  private renderReadOnly(template: Template | null) {
    if (!template) return html`<p>Only an owner may make templates.</p>`;
    const why = template.draft
      ? 'Only an owner may change it.'
      : 'It has parts that are changed in Meta’s WhatsApp Manager.';
    return html`<div class="fields"><p>${template.shown.body}</p><p class="hint">${why}</p></div>`;
  }

  private readonly load = async () => {
    this.draft = null;
    this.isTouched = false;
    this.failure = '';
    this.template.forget();
    this.check.answer.forget();
    const { templateId } = this;
    await this.template.load(async signal => (templateId === 'new' ? null : getTemplate(this.api, templateId, signal)));
    if (this.template.status !== 'ready' || templateId !== this.templateId) return;
    this.setDraft(this.template.value ? this.template.value.draft : EMPTY_DRAFT, 0);
    if (templateId !== 'new') return;
    await this.list.load(signal => listTemplates(this.api, signal));
    this.wabaId = this.list.value?.accounts[0]?.wabaId;
  };

  private setDraft(draft: TemplateDraft | null, pause?: number) {
    this.draft = draft;
    if (draft) this.check.ask(signal => checkDraft(this.api, draft, signal), pause);
  }

  private takeDraft({ draft }: DraftChangeEvent) {
    this.isTouched = true;
    this.failure = '';
    this.setDraft(draft);
  }

  /** Examples are of an account: the other one has not seen it. */
  private chooseAccount(wabaId: string) {
    this.wabaId = wabaId;
    const { draft } = this;
    if (draft?.header && draft.header.kind !== 'text' && 'sample' in draft.header)
      this.setDraft({ ...draft, header: { ...draft.header, sample: '' } });
  }

  private submit(event: Event) {
    event.preventDefault();
    const { draft, templateId } = this;
    if (!draft) return;
    void this.act(async () => {
      if (templateId === 'new') {
        const { id } = await createTemplate(this.api, draft, this.wabaId);
        this.router.goTo(`/admin/templates/${id}`, { replace: true });
      } else {
        this.template.value = await editTemplate(this.api, templateId, draft);
        this.isTouched = false;
      }
    });
  }

  private unpause() {
    void this.act(async () => {
      this.template.value = await unpauseTemplate(this.api, this.templateId);
    });
  }

  private async askToDelete() {
    const text = 'It is deleted at Meta too, in this language alone. Its name cannot be used again for 30 days.';
    if (!(await this.confirm.ask({ title: 'Delete this template?', text, action: 'Delete' }))) return;
    void this.act(async () => {
      await deleteTemplate(this.api, this.templateId);
      this.router.goTo('/admin/templates');
    });
  }

  private async act(work: () => Promise<void>) {
    this.busy = true;
    this.failure = '';
    try {
      await work();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : 'Something went wrong.';
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-template-page': WxTemplatePage;
  }
}
