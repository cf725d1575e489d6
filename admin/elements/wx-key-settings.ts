import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { ApiKey } from '../../contract/commerce.ts';
import type { ApiClient } from '../api/client.ts';
import {
  type IdentityKey,
  listApiKeys,
  listIdentityKeys,
  makeApiKey,
  makeIdentityKey,
  revokeApiKey,
  revokeIdentityKey,
} from '../api/keys.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { serverNow } from '../contexts/server-time.ts';
import { Loaded } from '../controllers/loaded.ts';
import { formatDay } from '../state/time.ts';
import { freshSecret } from '../styles/fresh-secret.ts';
import { shared } from '../styles/shared.ts';

type Keys = { api: ApiKey[]; identity: IdentityKey[] };

/** The keys with which the shop's own systems speak to us. A key is shown once, when it is made. */
@customElement('wx-key-settings')
export class WxKeySettings extends LitElement {
  static override styles = [
    shared,
    freshSecret,
    css`
      :host {
        display: grid;
        gap: 28px;
      }
      h2 {
        font-size: 1rem;
      }
      .quiet {
        color: var(--wx-text-quiet);
      }
      ul {
        display: grid;
        gap: 0;
        margin: 8px 0;
        padding: 0;
        list-style: none;
      }
      li,
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 14px;
        align-items: center;
        padding-block: 8px;
      }
      li {
        border-block-end: 1px solid var(--wx-line);
      }
      li span {
        flex: 1 1 12rem;
      }
      form .field {
        inline-size: 16rem;
      }
      .trouble {
        color: var(--wx-danger);
      }
    `,
  ];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private fresh: { what: string; secret: string } | null = null;
  @state() private trouble = '';
  private readonly keys = new Loaded<Keys>(this);

  override connectedCallback() {
    super.connectedCallback();
    if (this.session.agent.role === 'owner') void this.load();
  }

  override render() {
    if (this.session.agent.role !== 'owner')
      return html`<p class="quiet">API keys and identity keys are for owners of the shop’s account.</p>`;
    const { status, value } = this.keys;
    if (status === 'pending') return html`<p role="status">Loading…</p>`;
    if (status === 'error')
      return html`<p role="alert">The keys could not be loaded. <button class="button" @click=${this.load}>Try again</button></p>`;
    return html`
      ${this.fresh ? html`<div class="fresh" role="status"><strong>${this.fresh.what}: copy it now, it is not shown again.</strong><code>${this.fresh.secret}</code><div><button class="button small" @click=${this.copy}>Copy</button> <button class="button small quiet" @click=${() => (this.fresh = null)}>Done</button></div></div>` : nothing}
      ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
      <section aria-labelledby="api">
        <h2 id="api">API keys</h2>
        <p class="quiet">With one of these the shop’s server tells of carts, quotes and orders: <code>POST /v1/commerce/events</code>.</p>
        <ul>${value!.api.filter(({ revokedAt }) => !revokedAt).map(key => this.renderApiKey(key))}</ul>
        <form @submit=${this.addApiKey}><label class="visually-hidden" for="name">Name</label><input class="field" id="name" name="name" required maxlength="100" placeholder="Which system uses it?"><button class="button">Make an API key</button></form>
      </section>
      <section aria-labelledby="identity">
        <h2 id="identity">Identity keys</h2>
        <p class="quiet">With one of these the shop’s server signs who a logged-in shopper is, for <code>woodex.identify()</code>.</p>
        <ul>${value!.identity.map(key => html`<li><span>Made ${formatDay(key.createdAt, serverNow())} <small class="quiet">${key.id.slice(-6)}</small></span><button class="button small" @click=${() => this.end(() => revokeIdentityKey(this.api, key.id))}>Revoke…</button></li>`)}</ul>
        <button class="button" @click=${this.addIdentityKey}>Make an identity key</button>
      </section>`;
  }

  private renderApiKey({ id, name, createdAt, lastUsedAt }: ApiKey) {
    return html`<li><span><strong><bdi>${name}</bdi></strong> <small class="quiet">made ${formatDay(createdAt, serverNow())}, ${lastUsedAt ? html`last used ${formatDay(lastUsedAt, serverNow())}` : 'never used'}</small></span>
      <button class="button small" @click=${() => this.end(() => revokeApiKey(this.api, id))}>Revoke…</button></li>`;
  }

  private readonly load = () =>
    this.keys.load(async signal => {
      const [api, identity] = await Promise.all([listApiKeys(this.api, signal), listIdentityKeys(this.api, signal)]);
      return { api, identity };
    });

  private async addApiKey(event: SubmitEvent) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = String(new FormData(form).get('name'));
    await this.during(async () => {
      this.fresh = { what: `API key “${name}”`, secret: (await makeApiKey(this.api, name)).key };
      form.reset();
    });
  }

  private addIdentityKey() {
    return this.during(async () => {
      this.fresh = { what: 'Identity key', secret: (await makeIdentityKey(this.api)).secret };
    });
  }

  private end(revoke: () => Promise<unknown>) {
    if (window.confirm('Whatever uses this key is refused from now on. Revoke it?')) void this.during(revoke);
  }

  private async during(work: () => Promise<unknown>) {
    try {
      await work();
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'That did not work.';
    }
    await this.load();
  }

  private copy() {
    void navigator.clipboard.writeText(this.fresh!.secret);
  }
}
