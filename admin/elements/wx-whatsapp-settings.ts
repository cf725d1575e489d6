import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { WhatsAppApp, WhatsAppConnection, WhatsAppNotice } from '../../contract/whatsapp.ts';
import { sessionContext, whatsappContext } from '../contexts/contexts.ts';
import { Subscription } from '../contexts/subscription.ts';
import type { WhatsAppStore } from '../contexts/whatsapp.ts';
import { dayWords } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import type { WxConfirm } from './wx-confirm.ts';
import type { NumberRequestEvent } from './wx-number.ts';
import './setup/wx-connect-whatsapp.ts';
import './wx-confirm.ts';
import './wx-number.ts';
import { serverNow } from '../contexts/server-time.ts';

type Setup = { app: string | null; number: string | null };

/** WhatsApp: the numbers and how they are, what Meta told, and connecting another. */
@customElement('wx-whatsapp-settings')
export class WxWhatsappSettings extends LitElement {
  static override styles = [
    shared,
    css`
      section {
        display: grid;
        gap: 14px;
      }
      h2,
      h3 {
        font-size: 1rem;
      }
      .quiet {
        color: var(--wx-text-quiet);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 12px;
        align-items: center;
      }
      .row > span:first-child {
        flex: 1 1 14rem;
      }
      .trouble {
        color: var(--wx-danger);
      }
      ul {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 10px 12px;
        border-radius: var(--wx-radius);
        background: var(--wx-sunken);
      }
      li.warning {
        background: var(--wx-warning-surface);
      }
      li.critical {
        background: var(--wx-danger-surface);
      }
    `,
  ];

  @consume({ context: whatsappContext }) private whatsapp!: WhatsAppStore;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private setup: Setup | null = null;
  @state() private trouble = '';
  @query('wx-confirm') private confirm!: WxConfirm;
  protected readonly changes = new Subscription(this, () => this.whatsapp, 'change');

  override render() {
    const { status, connection } = this.whatsapp;
    return html`<section aria-labelledby="whatsapp">
      <h2 id="whatsapp">WhatsApp</h2>
      ${
        connection
          ? this.renderAll(connection)
          : status === 'error'
            ? html`<p role="alert">WhatsApp could not be loaded. <button class="button" @click=${this.whatsapp.load}>Try again</button></p>`
            : html`<p role="status">Loading…</p>`
      }
      <wx-confirm></wx-confirm>
    </section>`;
  }

  private renderAll({ apps, numbers, notices }: WhatsAppConnection) {
    return html`${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
      ${notices.length > 0 ? html`<ul aria-label="What Meta told">${notices.map(notice => this.renderNotice(notice))}</ul>` : nothing}
      ${numbers.length === 0 && !this.setup ? html`<p class="quiet">No number is connected. Customers who write by WhatsApp then land in the same inbox as the chat.</p>` : nothing}
      ${numbers.map(number => html`<wx-number .number=${number} ?editable=${this.isOwner} @number-request=${this.take}></wx-number>`)}
      ${
        this.setup
          ? html`<wx-connect-whatsapp .appRow=${this.setup.app} .numberRow=${this.setup.number} @setup-leave=${this.leave}></wx-connect-whatsapp>`
          : this.isOwner
            ? html`<div class="row"><button class="button primary" @click=${() => this.begin({ app: apps[0]?.id ?? null, number: null })}>Connect a number</button>${apps.length > 0 ? html`<button class="button quiet" @click=${() => this.begin({ app: null, number: null })}>With another Meta app</button>` : nothing}</div>`
            : nothing
      }
      ${
        this.isOwner && apps.length > 0
          ? html`<h3>Apps at Meta</h3>${apps.map(app =>
              this.renderApp(
                app,
                numbers.some(number => number.app === app.id),
              ),
            )}`
          : nothing
      }`;
  }

  private renderApp(app: WhatsAppApp, isUsed: boolean) {
    const { state: token, expiresAt, trouble } = app.token;
    const ends = expiresAt ? dayWords(expiresAt, serverNow()) : '';
    const words = {
      missing: 'No access token yet.',
      good: 'Access token in order.',
      expiring: `The access token ends ${ends}: give it another.`,
      bad: trouble ?? 'The access token is not good any more: give it another.',
    };
    return html`<div class="row">
      <span><strong><bdi>${app.name ?? 'App'}</bdi></strong> <code>${app.appId}</code><br>
        <span class=${token === 'good' ? 'quiet' : 'trouble'}>${words[token]}</span>
        ${app.previousSecretUntil ? html`<span class="quiet">The former app secret is taken until ${dayWords(app.previousSecretUntil, serverNow())}.</span>` : nothing}</span>
      <button class="button small" @click=${() => this.begin({ app: app.id, number: null })}>Token, secret, webhook</button>
      ${isUsed ? nothing : html`<button class="button small quiet" @click=${() => this.forget(app)}>Remove…</button>`}
    </div>`;
  }

  private renderNotice({ id, severity, title, words, at }: WhatsAppNotice) {
    return html`<li class=${severity}><div class="row"><span><strong>${title}</strong> <small class="quiet">${dayWords(at, serverNow())}</small><br>${words}</span>
      ${this.isOwner ? html`<button class="button small quiet" aria-label="Put aside: ${title}" @click=${() => this.during(`notices/${id}`, 'DELETE')}>Put aside</button>` : nothing}</div></li>`;
  }

  private get isOwner() {
    return this.session.agent.role === 'owner';
  }

  private begin(setup: Setup) {
    this.setup = setup;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('wx-connect-whatsapp')?.focus());
  }

  private leave() {
    this.setup = null;
  }

  private async take({ action, number }: NumberRequestEvent) {
    const path = `numbers/${number.id}`;
    switch (action) {
      case 'set-up':
        return this.begin({ app: number.app, number: number.id });
      case 'check':
        return this.during(`${path}/check`, 'POST');
      case 'resume':
        return this.during(`${path}/resume`, 'POST');
      case 'default':
        return this.during(`${path}/default`, 'PUT');
      case 'disconnect': {
        const text = `Conversations stay. ${number.waiting > 0 ? `${number.waiting} messages that wait to be sent from it will fail, and say so. ` : ''}Its token is forgotten here; at Meta nothing changes.`;
        const title = `Disconnect ${number.displayPhone}?`;
        if (await this.confirm.ask({ title, text, action: 'Disconnect' })) await this.during(path, 'DELETE');
      }
    }
  }

  private async forget(app: WhatsAppApp) {
    const text = 'Its secret and token are forgotten here, and its webhooks are not taken any more.';
    if (await this.confirm.ask({ title: `Remove app ${app.appId}?`, text, action: 'Remove' }))
      await this.during(`apps/${app.id}`, 'DELETE');
  }

  private async during(path: string, method: 'POST' | 'PUT' | 'DELETE') {
    try {
      await this.whatsapp.change(path, method);
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'That did not work.';
    }
  }
}
