import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import type WaDropdown from '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Agent } from '../../contract/agent.ts';
import type { ConversationChange, ConversationDetail } from '../../contract/conversation.ts';
import { customerName } from '../state/customer.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import './wx-avatar.ts';

/** The agent wants the conversation assigned, resolved or opened again. */
export class ChangeRequestEvent extends Event {
  readonly change: ConversationChange;

  constructor(change: ConversationChange) {
    super('change-request', { bubbles: true, composed: true });
    this.change = change;
  }
}

/** The agent wants to see, or not to see, who the customer is. */
export class PanelRequestEvent extends Event {
  constructor() {
    super('panel-request', { bubbles: true, composed: true });
  }
}

/** Whose conversation this is, who takes care of it, and whether it is done. */
@customElement('wx-conversation-header')
export class WxConversationHeader extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 60px;
        padding: 8px 16px;
        border-block-end: 1px solid var(--wx-line);
        background: var(--wx-surface);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
      }
      h2 {
        overflow: hidden;
        font-size: 0.9375rem;
        font-weight: 650;
        line-height: 1.3;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .state {
        overflow: hidden;
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .back svg {
        transform: scaleX(var(--wx-flip, 1));
      }
      :host(:dir(rtl)) {
        --wx-flip: -1;
      }
      .assignee {
        --size: 22px;
      }
      @media (max-width: 700px) {
        :host {
          padding-inline: 8px;
        }
        .wide {
          display: none;
        }
        .button {
          padding-inline: 9px;
        }
      }
      @media (min-width: 701px) {
        .back {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) conversation!: ConversationDetail;
  @property({ attribute: false }) agents: readonly Agent[] = [];
  @property() agentId = '';
  @property() backHref = '';
  @property({ type: Boolean }) panelOpen = false;
  /** A change is on its way. */
  @property({ type: Boolean }) busy = false;
  @query('wa-dropdown') private assignMenu!: WaDropdown;

  /** Opens the choice of agents. */
  openAssign() {
    this.assignMenu.open = true;
  }

  override render() {
    const { conversation } = this;
    const name = customerName(conversation.customer);
    const isOpen = conversation.status === 'open';
    return html`
      <a class="button quiet icon back" href=${this.backHref} aria-label="Back to the list">${icon('back')}</a>
      <div class="who">
        <h2><bdi>${name}</bdi></h2>
        <p class="state">${isOpen ? 'Open' : 'Resolved'} · ${conversation.replyChannel === 'web' ? 'on the website' : 'on WhatsApp'}</p>
      </div>
      ${this.renderAssign()}
      <button class="button" ?disabled=${this.busy} title=${isOpen ? 'Resolve (e)' : 'Open again (e)'}
        @click=${() => this.ask({ status: isOpen ? 'resolved' : 'open' })}>
        ${icon(isOpen ? 'resolve' : 'reopen')} <span class="wide">${isOpen ? 'Resolve' : 'Reopen'}</span>
        <span class="visually-hidden">this conversation</span>
      </button>
      <button class="button quiet icon" aria-pressed=${this.panelOpen} aria-label="About the customer" title="About the customer"
        @click=${() => this.dispatchEvent(new PanelRequestEvent())}>${icon('panel')}</button>`;
  }

  private renderAssign() {
    const { assignee } = this.conversation;
    const others = this.agents.filter(({ id }) => id !== this.agentId);
    return html`<wa-dropdown placement="bottom-end" @wa-select=${this.assign}>
      <button slot="trigger" class="button" ?disabled=${this.busy} title="Assign (a)">
        ${assignee ? html`<wx-avatar class="assignee" name=${assignee.name}></wx-avatar>` : icon('person')}
        <span class="wide">${assignee?.name ?? 'Assign'}</span>
        <span class="visually-hidden">${assignee ? `Assigned to ${assignee.name}. Change` : 'Nobody is assigned'}</span>
        ${icon('chevron', 14)}
      </button>
      ${assignee?.id === this.agentId ? nothing : html`<wa-dropdown-item value=${this.agentId}>Assign to me</wa-dropdown-item>`}
      ${others.map(({ id, name }) => html`<wa-dropdown-item value=${id} ?disabled=${id === assignee?.id}>${name}</wa-dropdown-item>`)}
      ${assignee ? html`<wa-dropdown-item value="nobody">Nobody</wa-dropdown-item>` : nothing}
    </wa-dropdown>`;
  }

  private assign(event: CustomEvent<{ item: { value: string } }>) {
    const { value } = event.detail.item;
    this.ask({ assigneeId: value === 'nobody' ? null : value });
  }

  private ask(change: ConversationChange) {
    this.dispatchEvent(new ChangeRequestEvent(change));
  }
}
