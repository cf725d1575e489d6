import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Endpoint, OutgoingDeliveries } from '../../contract/outgoing-webhook.ts';
import type { ApiClient } from '../api/client.ts';
import { changeEndpoint, listOutgoing, switchEndpoint, tryEndpoint } from '../api/webhooks.ts';
import { apiContext } from '../contexts/contexts.ts';
import { serverNow } from '../contexts/server-time.ts';
import { Loaded } from '../controllers/loaded.ts';
import { shortly } from '../state/local-words.ts';
import { formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import { webhookSettingsStyles } from './wx-webhook-settings.styles.ts';

type Told = OutgoingDeliveries['deliveries'][number];

const STATES = { queued: 'Waits', delivered: 'Taken', failed: 'Given up' };

/** One of the systems that rules may tell: tried, switched off and on, changed, and what it was told last. Asks for more by events. */
@customElement('wx-webhook-endpoint')
export class WxWebhookEndpoint extends LitElement {
  static override styles = [shared, webhookSettingsStyles];

  @property({ attribute: false }) endpoint!: Endpoint;
  @property({ type: Boolean }) owner = false;
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private said = '';
  @state() private isEdited = false;
  @query('.edit') private editButton!: HTMLElement | null;
  private readonly told = new Loaded<Told[]>(this);

  override render() {
    const { name, url, enabled, previousSecretUntil } = this.endpoint;
    return html`<section aria-label=${name}>
      <div class="row"><h3><bdi>${name}</bdi></h3>${enabled ? nothing : html`<span class="off">Off</span>`}</div>
      <code dir="ltr">${url}</code>
      ${previousSecretUntil && Date.parse(previousSecretUntil) > serverNow() ? html`<p class="quiet">The secret before this one signs too, until ${formatExact(previousSecretUntil)}.</p>` : nothing}
      ${this.owner ? (this.isEdited ? this.renderForm() : this.renderActs(enabled)) : nothing}
      <p class="quiet" role="status">${this.said}</p>
      <details @toggle=${this.open}><summary>What it was told last</summary>${this.renderTold()}</details>
    </section>`;
  }

  private renderActs(enabled: boolean) {
    const ask = (what: string) => () => this.dispatchEvent(new Event(what));
    return html`<div class="row">
      <button class="button small" @click=${this.try}>Send a test</button>
      <button class="button small" @click=${() => this.switch(!enabled)}>${enabled ? 'Switch off' : 'Switch on'}</button>
      <button class="button small edit" @click=${() => (this.isEdited = true)}>Change</button>
      <button class="button small" @click=${ask('secret-request')}>New secret…</button>
      <button class="button small" @click=${ask('remove-request')}>Remove…</button></div>`;
  }

  private renderForm() {
    const { name, url } = this.endpoint;
    return html`<form aria-label="Change ${name}" @submit=${this.change}>
      <label>Name<input class="field" name="name" required maxlength="100" autocomplete="off" .value=${name}></label>
      <label>Address<input class="field" name="url" type="url" dir="ltr" required maxlength="1000" autocomplete="off" .value=${url}></label>
      <button class="button">Save</button><button class="button" type="button" @click=${this.close}>Cancel</button></form>`;
  }

  private renderTold() {
    const { status, value } = this.told;
    if (status === 'error')
      return html`<p class="trouble" role="alert">It could not be loaded. <button class="button small" @click=${this.load}>Try again</button></p>`;
    if (!value) return html`<p role="status">Loading…</p>`;
    if (value.length === 0) return html`<p class="quiet">Nothing yet.</p>`;
    return html`<ul class="told">${value.map(renderOne)}</ul>
      <button class="button small" @click=${this.load}>Look again</button>`;
  }

  private readonly open = ({ target }: Event) => {
    if ((target as HTMLDetailsElement).open) void this.load();
  };

  private readonly load = () =>
    this.told.load(async signal => (await listOutgoing(this.api, this.endpoint.id, signal)).deliveries);

  private readonly try = () => {
    this.said = 'It is being told…';
    return this.act(async () => {
      const { taken, words } = await tryEndpoint(this.api, this.endpoint.id);
      return `${taken ? 'The test was taken' : 'The test was not taken'}: ${words}`;
    });
  };

  private switch(enabled: boolean) {
    return this.act(async () => {
      this.endpoint = await switchEndpoint(this.api, this.endpoint.id, enabled);
      this.dispatchEvent(new Event('endpoint-changed'));
      return enabled ? 'It is on.' : 'It is off: what is to be told it meanwhile is given up.';
    });
  }

  private readonly change = async (event: SubmitEvent) => {
    event.preventDefault();
    const told = new FormData(event.target as HTMLFormElement);
    const input = { name: String(told.get('name')), url: String(told.get('url')) };
    await this.act(async () => {
      this.endpoint = await changeEndpoint(this.api, this.endpoint.id, input);
      this.dispatchEvent(new Event('endpoint-changed'));
      await this.close();
      return 'It was changed.';
    });
  };

  private readonly close = async () => {
    this.isEdited = false;
    await this.updateComplete;
    this.editButton?.focus();
  };

  private async act(work: () => Promise<string>) {
    try {
      this.said = await work();
    } catch (error) {
      this.said = error instanceof Error ? error.message : 'That did not work.';
    }
  }
}

const renderOne = ({ state, attempts, answer, createdAt, nextAt, rule, customer }: Told) => html`<li>
  <div class="row"><strong>${STATES[state]}</strong><span class="quiet">${shortly(createdAt)}</span></div>
  <span><a href="/admin/automations/${rule.id}"><bdi>${rule.name}</bdi></a>, of <a href="/admin/customers/${customer.id}"><bdi>${customer.name ?? customer.phone ?? 'somebody without a name'}</bdi></a></span>
  <span class="quiet">${attempts === 0 ? 'Not tried yet.' : html`Tried ${attempts === 1 ? 'once' : `${attempts} times`}. <bdi>${answer}</bdi>`}${nextAt ? ` Tried next: ${shortly(nextAt)}.` : nothing}</span>
</li>`;

declare global {
  interface HTMLElementTagNameMap {
    'wx-webhook-endpoint': WxWebhookEndpoint;
  }
}
