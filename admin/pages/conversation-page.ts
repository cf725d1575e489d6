import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AdminSession, Agent } from '../../contract/agent.ts';
import type { Channel } from '../../contract/message.ts';
import type { Quote } from '../../contract/message-parts.ts';
import type { ApiClient } from '../api/client.ts';
import { ProblemError } from '../api/client.ts';
import { sendTyping } from '../api/conversations.ts';
import { agentsContext, apiContext, liveContext, outboxContext, sessionContext } from '../contexts/contexts.ts';
import type { Live } from '../contexts/live.ts';
import { MessageAcceptedEvent, type OutboxStore } from '../contexts/outbox.ts';
import { Subscription } from '../contexts/subscription.ts';
import { OutlookController } from '../controllers/outlook-controller.ts';
import { ThreadController } from '../controllers/thread-controller.ts';
import type { MessageSubmitEvent, TypingEvent } from '../elements/composer-events.ts';
import type { MessageActionEvent } from '../elements/message-action.ts';
import type { SeenEvent } from '../elements/message-log-events.ts';
import type { WxComposer } from '../elements/wx-composer.ts';
import type { ChangeRequestEvent, WxConversationHeader } from '../elements/wx-conversation-header.ts';
import type { WxMessageLog } from '../elements/wx-message-log.ts';
import type { OutboxRequestEvent } from '../elements/wx-outbox-message.ts';
import type { TemplateSentEvent, WxTemplateSender } from '../elements/wx-template-sender.ts';
import { customerName } from '../state/customer.ts';
import { quoteOf, type Said, saidContent } from '../state/outgoing.ts';
import { uuidv7 } from '../state/uuid.ts';
import { shared } from '../styles/shared.ts';
import '../elements/wx-composer.ts';
import '../elements/wx-conversation-header.ts';
import '../elements/wx-customer-panel.ts';
import '../elements/wx-message-log.ts';
import { conversationStyles } from './conversation-page.styles.ts';

const WIDE = '(min-width: 1160px)';

/** One conversation: its thread, the place to answer, and who the customer is. */
@customElement('wx-conversation-page')
export class WxConversationPage extends LitElement {
  static override styles = [shared, conversationStyles];

  @property() conversationId = '';
  @property() backHref = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @consume({ context: outboxContext }) private outbox!: OutboxStore;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @consume({ context: agentsContext, subscribe: true }) private agents: readonly Agent[] = [];
  @state() private panelOpen = matchMedia(WIDE).matches;
  /** The message that the agent is about to answer. */
  @state() private quoted: Quote | null = null;
  @state() private change: 'idle' | 'pending' | 'error' = 'idle';
  @query('wx-composer') private composer!: WxComposer | null;
  @query('wx-conversation-header') private head!: WxConversationHeader | null;
  @query('wx-template-sender') private templates!: WxTemplateSender | null;
  @query('wx-message-log') private log!: WxMessageLog | null;

  private readonly thread = new ThreadController(this, () => ({
    api: this.api,
    live: this.live,
    outbox: this.outbox,
  }));
  private readonly outlook = new OutlookController(this, () => ({
    api: this.api,
    live: this.live,
    conversationId: this.conversationId,
  }));
  protected readonly typing = new Subscription(this, () => this.live, 'typing');
  protected readonly sending = new Subscription(this, () => this.outbox, 'change');

  /** Into the box to write in. */
  reply() {
    this.composer?.focus();
  }

  /** Opens the choice of agents. */
  assign() {
    this.head?.openAssign();
  }

  /** Resolved becomes open, open becomes resolved. */
  toggleResolved() {
    const status = this.thread.detail?.status;
    if (status) void this.apply({ status: status === 'open' ? 'resolved' : 'open' });
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('conversationId')) return;
    this.change = 'idle';
    this.quoted = null;
    this.thread.open(this.conversationId);
  }

  override render() {
    const { detail, status } = this.thread;
    if (status === 'error') return this.renderError();
    if (!detail || status !== 'complete') {
      return html`<div class="message" role="status">Loading the conversation…</div>`;
    }
    const name = customerName(detail.customer);
    const { messages, hasMore } = this.thread.thread;
    return html`<div class="thread">
        <wx-conversation-header .conversation=${detail} .agents=${this.agents} .agentId=${this.session.agent.id} .backHref=${this.backHref}
          .busy=${this.change === 'pending'} .panelOpen=${this.panelOpen}
          @change-request=${(event: ChangeRequestEvent) => this.apply(event.change)} @panel-request=${this.togglePanel}></wx-conversation-header>
        ${this.change === 'error' ? html`<p class="failed" role="alert">The change could not be saved. Please try again.</p>` : nothing}
        <wx-message-log .agentId=${this.session.agent.id} @message-action=${this.takeAction} .messages=${messages} .outbox=${this.outbox.of(this.conversationId)} .customer=${name}
          .unreadFrom=${this.thread.unreadFrom} .readByShopper=${detail.readByShopper} .typing=${this.typingWords(name)}
          .older=${hasMore ? this.thread.older : 'none'}
          @older-request=${() => this.thread.loadOlder()}
          @messages-seen=${(event: SeenEvent) => this.thread.read(event.upTo)}
          @outbox-request=${this.takeOutboxRequest}></wx-message-log>
        <wx-composer .conversationId=${this.conversationId} .customer=${name} .channels=${detail.channels}
          .replyChannel=${detail.replyChannel} .serviceWindowClosesAt=${detail.serviceWindowClosesAt} .obstacle=${this.outlook.value?.text ?? null}
          .quoted=${this.quoted} @quote-clear=${this.clearQuote}
          @message-submit=${this.send} @agent-typing=${this.tellTyping} @template-request=${this.openTemplates}></wx-composer>
        <wx-template-sender .outlook=${this.outlook.value} .conversationId=${detail.id} .customerId=${detail.customer.id} .customer=${name} @template-sent=${this.takeSent} @template-chosen=${() => this.outlook.load()}></wx-template-sender>
      </div>
      ${this.panelOpen ? html`<wx-customer-panel role="complementary" aria-label="About the customer" .conversation=${detail} @panel-request=${this.togglePanel}></wx-customer-panel>` : nothing}`;
  }

  private renderError() {
    const { error } = this.thread;
    const isGone = error instanceof ProblemError && (error.status === 404 || error.status === 400);
    return html`<div class="message" role="alert">
      <p>${isGone ? 'There is no such conversation.' : 'The conversation could not be loaded.'}</p>
      ${!isGone && error instanceof Error ? html`<p class="quiet">${error.message}</p>` : nothing}
      ${
        isGone
          ? html`<a class="button" href=${this.backHref}>Back to the list</a>`
          : html`<button class="button" @click=${() => this.thread.load()}>Try again</button>`
      }</div>`;
  }

  private typingWords(name: string): string | null {
    const typing = this.live.typing.get(this.conversationId);
    if (!typing) return null;
    return typing.by === 'shopper' ? `${name} is typing…` : 'Another agent is writing an answer…';
  }

  private send({ said, channel }: MessageSubmitEvent) {
    this.add(said, channel, this.quoted);
    this.quoted = null;
    this.log?.toEnd();
  }

  private add(said: Said, channel: Channel, replyTo: Quote | null) {
    const what = said.content ? { text: '', content: { sent: said.content, shown: said.shown } } : { text: said.text };
    this.outbox.add({
      clientId: uuidv7(),
      conversationId: this.conversationId,
      ...what,
      ...(replyTo && { replyTo }),
      channel,
      createdAt: new Date().toISOString(),
    });
  }

  private takeAction({ action, message }: MessageActionEvent) {
    if (action.kind === 'react') {
      // Where the message is, the reaction goes.
      this.add(saidContent({ kind: 'reaction', emoji: action.emoji, to: message.id }), message.channel, null);
      return;
    }
    this.quoted = quoteOf(message);
    this.composer?.focus();
  }

  private clearQuote() {
    this.quoted = null;
  }

  /** The choice comes when it is asked for: who writes freely pays nothing for it. */
  private async openTemplates() {
    void this.outlook.load();
    await import('../elements/wx-template-sender.ts');
    await this.templates?.show();
  }

  private takeSent({ accepted }: TemplateSentEvent) {
    this.outbox.dispatchEvent(new MessageAcceptedEvent(this.conversationId, accepted));
    this.log?.toEnd();
  }

  private tellTyping({ typing }: TypingEvent) {
    // Typing is a courtesy: nobody misses it when it is lost.
    sendTyping(this.api, this.conversationId, typing).catch(() => {});
  }

  private takeOutboxRequest({ action, entry }: OutboxRequestEvent) {
    if (action === 'retry') {
      this.outbox.retry(entry.clientId);
      return;
    }
    this.outbox.remove(entry.clientId);
    if (action === 'edit') this.composer?.restore(entry.text);
  }

  private async apply(change: ChangeRequestEvent['change']) {
    this.change = 'pending';
    try {
      await this.thread.change(change);
      this.change = 'idle';
    } catch {
      this.change = 'error';
    }
  }

  private togglePanel() {
    this.panelOpen = !this.panelOpen;
  }
}
