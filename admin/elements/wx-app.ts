import { provide } from '@lit/context';
import { css, html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AdminSession, Agent } from '../../contract/agent.ts';
import { openUpdateStream } from '../../sdk/stream/update-stream.ts';
import { listAgents } from '../api/agents.ts';
import { type ApiClient, createClient, ProblemError } from '../api/client.ts';
import { listConversations } from '../api/conversations.ts';
import { sendMessage } from '../api/messages.ts';
import { getSession, signOut } from '../api/session.ts';
import {
  agentsContext,
  apiContext,
  liveContext,
  outboxContext,
  routerContext,
  sessionContext,
  whatsappContext,
} from '../contexts/contexts.ts';
import { Live } from '../contexts/live.ts';
import { OutboxStore } from '../contexts/outbox.ts';
import { Router } from '../contexts/router.ts';
import { tellServerTime } from '../contexts/server-time.ts';
import { WhatsAppStore } from '../contexts/whatsapp.ts';
import { shared } from '../styles/shared.ts';
import type { WxHelpDialog } from './wx-help-dialog.ts';
import '../pages/conversations-page.ts';
import '../pages/login-page.ts';
import './wx-help-dialog.ts';
import './wx-shell.ts';

/**
 * The whole dashboard: who is logged in, and for them the frame, the stream and the outbox. A login that runs out shows the login
 * page in place; the address stays, so that the agent is back where he was.
 */
@customElement('wx-app')
export class WxApp extends LitElement {
  static override styles = [
    shared,
    css`
      .message {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 14px;
        block-size: 100dvh;
        color: var(--wx-text-quiet);
      }
    `,
  ];

  @property({ attribute: false }) fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis);
  @provide({ context: apiContext }) api: ApiClient = createClient(
    (input, init) => this.fetch(input, init),
    () => this.leave(),
    tellServerTime,
  );
  @provide({ context: routerContext }) router = new Router(window);
  @provide({ context: liveContext }) @state() private live!: Live;
  @provide({ context: sessionContext }) @state() private session!: AdminSession;
  @provide({ context: outboxContext }) @state() private outbox!: OutboxStore;
  @provide({ context: whatsappContext }) @state() protected whatsapp!: WhatsAppStore;
  @provide({ context: agentsContext }) @state() protected agents: readonly Agent[] = [];
  @state() private status: 'pending' | 'signed-in' | 'signed-out' | 'error' = 'pending';
  @query('wx-help-dialog') private help!: WxHelpDialog;

  override connectedCallback() {
    super.connectedCallback();
    this.router.start();
    this.router.addEventListener('change', this.redraw);
    void this.enter();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.router.stop();
    this.router.removeEventListener('change', this.redraw);
    this.leave();
  }

  override render() {
    switch (this.status) {
      case 'pending':
        return html`<div class="message" role="status" aria-label="Loading"></div>`;
      case 'signed-out':
        return html`<slot></slot>`;
      case 'error':
        return html`<main class="message"><p role="alert">The server cannot be reached.</p>
          <button class="button" @click=${this.enter}>Try again</button></main>`;
      case 'signed-in':
        return html`<wx-shell .page=${this.router.place.page} @click=${(event: MouseEvent) => this.router.takeClick(event)} ?immersed=${this.router.route.id !== null}
            @sign-out-request=${this.signOut} @help-request=${() => this.help.show()}>
            ${this.renderPage()}
          </wx-shell>
          <wx-help-dialog></wx-help-dialog>`;
    }
  }

  /** The other pages come when somebody goes there: the inbox pays nothing for them. */
  private renderPage() {
    const { page } = this.router.place;
    // The inbox begins the stream where its list ends. Elsewhere it begins where the inbox stands now.
    if (page !== 'conversations' && this.live.from === null) void this.beginLive();
    switch (page) {
      case 'customers':
        void import('../pages/customers-page.ts');
        return html`<wx-customers-page></wx-customers-page>`;
      case 'automations':
        void import('../pages/automations-page.ts');
        return html`<wx-automations-page></wx-automations-page>`;
      case 'templates':
        void import('../pages/templates-page.ts');
        return html`<wx-templates-page></wx-templates-page>`;
      case 'sending':
        void import('../pages/sending-page.ts');
        return html`<wx-sending-page></wx-sending-page>`;
      case 'settings':
        void import('../pages/settings-page.ts');
        return html`<wx-settings-page></wx-settings-page>`;
      case 'conversations':
        return html`<wx-conversations-page @help-request=${() => this.help.show()}></wx-conversations-page>`;
    }
  }

  protected override updated() {
    this.showLogin(this.status === 'signed-out');
  }

  private readonly redraw = () => this.requestUpdate();

  private readonly enter = async () => {
    try {
      this.session = await getSession(this.api);
    } catch (error) {
      this.status = error instanceof ProblemError && error.status === 401 ? 'signed-out' : 'error';
      return;
    }
    this.begin();
  };

  private begin() {
    this.live = new Live(options =>
      openUpdateStream({
        ...options,
        url: () => '/admin/v1/stream',
        credentials: 'same-origin',
        fetch: (url, init) => this.fetch(url, init),
      }),
    );
    this.whatsapp = new WhatsAppStore(this.api, this.live);
    this.whatsapp.start();
    this.outbox = new OutboxStore({
      send: ({ conversationId, clientId, text, content, replyTo, channel }, signal) => {
        const what = content ? { content: content.sent } : { text };
        const where = { channel: channel ?? undefined, replyTo: replyTo?.id };
        return sendMessage(this.api, conversationId, { clientId, ...what, ...where }, signal);
      },
      storage: sessionStorage,
      key: `woodex.outbox.${this.session.agent.id}`,
    });
    this.live.addEventListener('state', () => this.takeLiveState());
    this.outbox.start();
    this.status = 'signed-in';
    void this.loadAgents();
  }

  /** The login has ended, by the agent or by itself. */
  private leave() {
    this.live?.close();
    this.outbox?.stop();
    this.whatsapp?.stop();
    if (this.status === 'signed-in') this.status = 'signed-out';
  }

  private async signOut() {
    try {
      await signOut(this.api);
      this.leave();
    } catch (error) {
      // Without an answer the cookie still lives: saying "signed out" would be a lie.
      if (error instanceof ProblemError) this.leave();
    }
  }

  private takeLiveState() {
    if (this.live.state === 'live') this.outbox.retryNow();
    if (this.live.state === 'signed-out') this.leave();
  }

  private async beginLive() {
    try {
      const { seq } = await listConversations(
        this.api,
        { view: 'open', unread: false, q: '' },
        { cursor: null, limit: 1 },
      );
      this.live.begin(seq);
    } catch {
      // What is shown is true, and asked anew when one comes back.
    }
  }

  private async loadAgents() {
    try {
      this.agents = await listAgents(this.api);
    } catch {
      // The conversation can still be answered; only the choice of agents stays short.
    }
  }

  /** In the light DOM, where password managers look; see the login page. */
  private showLogin(isShown: boolean) {
    const shown = this.querySelector('wx-login-page');
    if (!isShown) shown?.remove();
    else if (!shown) {
      const page = document.createElement('wx-login-page');
      page.addEventListener('signed-in', this.enter);
      this.append(page);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-app': WxApp;
  }
}
