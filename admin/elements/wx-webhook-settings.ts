import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { Endpoint } from '../../contract/outgoing-webhook.ts';
import type { ApiClient } from '../api/client.ts';
import { createEndpoint, listEndpoints, removeEndpoint, renewSecret } from '../api/webhooks.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { freshSecret } from '../styles/fresh-secret.ts';
import { shared } from '../styles/shared.ts';
import type { WxConfirm } from './wx-confirm.ts';
import './wx-confirm.ts';
import './wx-webhook-endpoint.ts';
import { webhookSettingsStyles } from './wx-webhook-settings.styles.ts';

/** The other systems that rules may tell something. A secret is shown once, when it is made. */
@customElement('wx-webhook-settings')
export class WxWebhookSettings extends LitElement {
  static override styles = [shared, freshSecret, webhookSettingsStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private fresh: { name: string; secret: string } | null = null;
  @state() private trouble = '';
  @state() private said = '';
  @query('wx-confirm') private confirm!: WxConfirm;
  @query('.fresh') private freshBox!: HTMLElement | null;
  @query('h2') private heading!: HTMLElement;
  private readonly endpoints = new Loaded<Endpoint[]>(this);

  override connectedCallback() {
    super.connectedCallback();
    void this.load();
  }

  override render() {
    return html`<section aria-labelledby="webhooks">
      <h2 id="webhooks" tabindex="-1">Webhooks</h2>
      <p class="quiet">Where rules may tell another system something, by a step of the kind “tell another system”. Each request is signed with the endpoint’s secret, as standardwebhooks.com says.</p>
      ${this.fresh ? this.renderFresh(this.fresh) : nothing}
      ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
      <p class="visually-hidden" role="status">${this.said}</p>
      ${this.renderEndpoints()}
      ${this.isOwner ? this.renderForm() : html`<p class="quiet">Owners of the shop’s account add and change them.</p>`}
      <wx-confirm></wx-confirm>
    </section>`;
  }

  private get isOwner() {
    return this.session.agent.role === 'owner';
  }

  private renderEndpoints() {
    const { status, value } = this.endpoints;
    if (status === 'error')
      return html`<p role="alert">The webhooks could not be loaded. <button class="button" @click=${this.load}>Try again</button></p>`;
    if (!value) return html`<p role="status">Loading…</p>`;
    if (value.length === 0) return html`<p>No other system is told anything yet.</p>`;
    return html`<ul class="endpoints">${repeat(
      value,
      ({ id }) => id,
      endpoint => html`<li><wx-webhook-endpoint .endpoint=${endpoint} ?owner=${this.isOwner} @endpoint-changed=${this.load}
        @secret-request=${() => this.renew(endpoint)} @remove-request=${() => this.takeOut(endpoint)}></wx-webhook-endpoint></li>`,
    )}</ul>`;
  }

  private renderFresh({ name, secret }: { name: string; secret: string }) {
    return html`<div class="fresh" role="status" tabindex="-1"><strong>The secret of <bdi>${name}</bdi>: copy it now, it is not shown again.</strong>
      <code dir="ltr">${secret}</code>
      <div class="row"><button class="button small" @click=${() => navigator.clipboard.writeText(secret)}>Copy</button>
        <button class="button small quiet" @click=${this.hideSecret}>Done</button></div></div>`;
  }

  private renderForm() {
    return html`<form aria-label="Add an endpoint" @submit=${this.add}>
      <label>Name<input class="field" name="name" required maxlength="100" autocomplete="off" placeholder="Which system is it?"></label>
      <label>Address<input class="field" name="url" type="url" dir="ltr" required maxlength="1000" autocomplete="off" placeholder="https://"></label>
      <button class="button">Add an endpoint</button></form>`;
  }

  private readonly load = () => this.endpoints.load(async signal => (await listEndpoints(this.api, signal)).endpoints);

  private readonly hideSecret = async () => {
    this.fresh = null;
    await this.updateComplete;
    this.heading.focus();
  };

  private async add(event: SubmitEvent) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const told = new FormData(form);
    const [name, url] = [String(told.get('name')), String(told.get('url'))];
    await this.during(async () => {
      const { secret } = await createEndpoint(this.api, { name, url });
      this.fresh = { name, secret };
      form.reset();
      return `${name} was added.`;
    });
    this.freshBox?.focus();
  }

  private async renew({ id, name }: Endpoint) {
    const title = `Renew the secret of ${name}?`;
    const text =
      'The new one is shown once. For a day both sign, so that the other system can be changed without a gap.';
    if (!(await this.confirm.ask({ title, text, action: 'Renew' }))) return;
    await this.during(async () => {
      this.fresh = { name, secret: (await renewSecret(this.api, id)).secret };
      return `${name} has a new secret.`;
    });
    this.freshBox?.focus();
  }

  private async takeOut({ id, name }: Endpoint) {
    const text = 'It is told nothing more, and what waits for it is given up. Steps of rules that name it do nothing.';
    if (!(await this.confirm.ask({ title: `Remove ${name}?`, text, action: 'Remove' }))) return;
    await this.during(async () => {
      await removeEndpoint(this.api, id);
      return `${name} was removed.`;
    });
    this.heading.focus();
  }

  private async during(work: () => Promise<string>) {
    this.trouble = '';
    try {
      this.said = await work();
      await this.load();
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'That did not work.';
    }
    await this.updateComplete;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-webhook-settings': WxWebhookSettings;
  }
}
