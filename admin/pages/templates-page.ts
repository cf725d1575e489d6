import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { Template, TemplateList } from '../../contract/template.ts';
import type { ApiClient } from '../api/client.ts';
import { listTemplates, syncTemplates } from '../api/templates.ts';
import { apiContext, liveContext, routerContext, sessionContext } from '../contexts/contexts.ts';
import type { Live } from '../contexts/live.ts';
import type { Router } from '../contexts/router.ts';
import { Subscription } from '../contexts/subscription.ts';
import { Loaded } from '../controllers/loaded.ts';
import { WhenShown } from '../controllers/when-shown.ts';
import { categoryWords, qualityWords, searched, statusTone, statusWords } from '../state/template.ts';
import { chips } from '../styles/chips.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import './template-page.ts';
import { templatesPageStyles } from './templates-page.styles.ts';

/** Message templates: how each stands at Meta and what to do about it; with an id in the address, one of them, `new`: none yet. */
@customElement('wx-templates-page')
export class WxTemplatesPage extends LitElement {
  static override styles = [shared, chips, templateForms, templatesPageStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @consume({ context: routerContext }) private router!: Router;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private search = '';
  @state() private asking = false;
  @state() private said = '';
  private readonly list = new Loaded<TemplateList>(this);
  protected readonly route = new Subscription(this, () => this.router, 'change');
  protected readonly moved = new Subscription(
    this,
    () => this.live,
    'numbers',
    () => this.lookAgain(),
  );
  private readonly shown = new WhenShown(
    this,
    () => this.router.place.id === null,
    () => void this.load(),
  );

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.lookAgain);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.lookAgain);
  }

  override render() {
    const { id } = this.router.place;
    if (id !== null) return html`<wx-template-page .templateId=${id}></wx-template-page>`;
    const isOwner = this.session.agent.role === 'owner';
    const { value } = this.list;
    return html`
      <header>
        <h1>Templates</h1>
        <button class="button" ?disabled=${this.asking} @click=${this.sync}>${this.asking ? 'Asking Meta…' : 'Load from Meta'}</button>
        ${isOwner && value && value.accounts.length > 0 ? html`<a class="button primary" href="/admin/templates/new">New template</a>` : nothing}
        ${
          value && value.templates.length > 0
            ? html`<input class="field" type="search" aria-label="Search templates" placeholder="Name or text" .value=${this.search}
                @input=${(event: Event) => this.find((event.target as HTMLInputElement).value)}>`
            : nothing
        }
      </header>
      <p role="status" class="said">${this.said}</p>
      ${this.renderList()}`;
  }

  private renderList() {
    const { status, value, error } = this.list;
    if (status === 'pending') return html`<div class="message" role="status">Loading templates…</div>`;
    if (status === 'error') {
      return html`<div class="message" role="alert"><p>The templates could not be loaded.</p>
        ${error instanceof Error ? html`<p>${error.message}</p>` : nothing}<button class="button" @click=${this.load}>Try again</button></div>`;
    }
    const { templates, accounts } = value!;
    if (accounts.length === 0)
      return html`<div class="message"><p>No WhatsApp number is connected.</p><p>Templates belong to a WhatsApp account: connect a number first.</p></div>`;
    if (templates.length === 0)
      return html`<div class="message"><p>There are no templates yet.</p><p>A template is a message that Meta has approved. It may be sent when a customer has not written for 24 hours.</p></div>`;
    const shown = searched(templates, this.search);
    if (shown.length === 0) return html`<div class="message" role="status"><p>None fits.</p></div>`;
    return html`<ul>${shown.map(template => this.renderTemplate(template))}</ul>`;
  }

  private renderTemplate({ id, name, language, category, status, quality, shown, notes }: Template) {
    return html`<li>
      <div class="title">
        <a href="/admin/templates/${id}">${name}</a>
        <span class="chip ${statusTone(status)}">${statusWords(status)}</span>
        ${quality === 'RED' || quality === 'YELLOW' ? html`<span class="chip ${quality === 'RED' ? 'bad' : 'wait'}">${qualityWords(quality)}</span>` : nothing}
      </div>
      <p class="hint">${language} · ${categoryWords(category)}${quality === 'GREEN' ? ` · ${qualityWords(quality)}` : nothing}</p>
      <p class="text" dir="auto">${shown.body}</p>
      ${notes.map(({ tone, what, mend }) => html`<p class="note ${tone}"><strong>${what}</strong> ${mend}</p>`)}
    </li>`;
  }

  private find(search: string) {
    this.search = search;
  }

  private readonly load = () => this.list.load(signal => listTemplates(this.api, signal));

  private readonly lookAgain = () => {
    if (document.visibilityState === 'visible' && this.shown.isShown) void this.load();
  };

  private async sync() {
    this.asking = true;
    this.said = '';
    try {
      const { templates } = await syncTemplates(this.api);
      await this.load();
      this.said = `Meta names ${templates.length} ${templates.length === 1 ? 'template' : 'templates'}.`;
    } catch (error) {
      this.said = error instanceof Error ? error.message : 'The templates could not be loaded.';
    }
    this.asking = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-templates-page': WxTemplatesPage;
  }
}
