import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ConversationDetail } from '../../contract/conversation.ts';
import type { CustomerIdentity } from '../../contract/customer.ts';
import { customerName } from '../state/customer.ts';
import { formatExact } from '../state/time.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { PanelRequestEvent } from './wx-conversation-header.ts';
import './wx-avatar.ts';
import { serverNow } from '../contexts/server-time.ts';

const IDENTITIES: Record<CustomerIdentity['kind'], string> = {
  wa_id: 'WhatsApp id',
  bsuid: 'WhatsApp business-scoped id',
  parent_bsuid: 'WhatsApp portfolio id',
  username: 'WhatsApp username',
  shop_account: 'Account at the shop',
  told_phone: 'Phone for WhatsApp, by the shop’s word',
  former_phone: 'WhatsApp id until they moved to another number',
};

/** Who the customer is, and how sure we are of it. */
@customElement('wx-customer-panel')
export class WxCustomerPanel extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow-y: auto;
        padding: 20px 18px;
        border-inline-start: 1px solid var(--wx-line);
        background: var(--wx-surface);
        scrollbar-width: thin;
      }
      header {
        position: relative;
        display: grid;
        justify-items: center;
        gap: 6px;
        padding-block-end: 18px;
        text-align: center;
      }
      wx-avatar {
        --size: 60px;
        margin-block-end: 4px;
      }
      h2 {
        max-inline-size: 100%;
        font-size: 1.0625rem;
        overflow-wrap: anywhere;
      }
      .kind {
        padding: 2px 9px;
        border-radius: 999px;
        background: var(--wx-sunken);
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      .kind.known {
        background: var(--wx-selected);
        color: var(--wx-accent);
      }
      .close {
        position: absolute;
        inset-block-start: -8px;
        inset-inline-end: -8px;
      }
      dl {
        display: grid;
        gap: 14px;
        margin: 0;
        padding-block-start: 18px;
        border-block-start: 1px solid var(--wx-line);
      }
      dt {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      dd {
        margin: 1px 0 0;
        overflow-wrap: anywhere;
      }
      .note {
        display: block;
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      @media (min-width: 1160px) {
        .close {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) conversation!: ConversationDetail;

  override render() {
    const { customer, serviceWindowClosesAt, createdAt } = this.conversation;
    const isKnown = customer.kind === 'known';
    const isProven = customer.identities.some(({ kind }) => kind === 'wa_id' || kind === 'bsuid');
    return html`
      <header>
        <button class="button quiet icon close" aria-label="Close" @click=${() => this.dispatchEvent(new PanelRequestEvent())}>${icon('close')}</button>
        <wx-avatar name=${customerName(customer)}></wx-avatar>
        <h2 dir="auto">${customerName(customer)}</h2>
        <span class="kind ${customer.kind}">${isKnown ? 'Known customer' : 'Guest'}</span>
      </header>
      ${this.renderJourney(customer.id)}
      <dl>
        ${customer.fullName ? this.fact('Name', customer.fullName, isProven ? 'From their WhatsApp profile' : isKnown ? 'As the shop knows them' : 'Their own words, not proven') : nothing}
        ${customer.phone ? this.fact('Phone', html`<a href="tel:${customer.phone.replaceAll(' ', '')}" dir="ltr">${customer.phone}</a>`, isProven ? 'Proven by WhatsApp' : isKnown ? 'Given at the shop, not proven' : 'Their own words, not proven') : nothing}
        ${customer.identities.map(({ kind, value }) => this.fact(IDENTITIES[kind], html`<bdi>${value}</bdi>`))}
        ${serviceWindowClosesAt ? this.fact('WhatsApp’s service window', this.window(serviceWindowClosesAt)) : nothing}
        ${this.startedOn()}
        ${this.fact('Conversation began', this.time(createdAt))}
        ${this.fact('Customer since', this.time(customer.createdAt))}
      </dl>`;
  }

  /** It comes when a panel is open: the inbox pays nothing for it. */
  private renderJourney(customerId: string) {
    void import('./wx-panel-journey.ts');
    void import('./wx-consents.ts');
    return html`<wx-panel-journey .customerId=${customerId}></wx-panel-journey><wx-consents .customerId=${customerId}></wx-consents>`;
  }

  private startedOn() {
    const page = this.conversation.customer.startedOn;
    if (!page) return nothing;
    const isWeb = URL.canParse(page.url) && /^https?:$/.test(new URL(page.url).protocol);
    const title = page.title || page.url;
    const link = isWeb
      ? html`<a href=${page.url} target="_blank" rel="noopener noreferrer nofollow" dir="auto">${title}</a>`
      : html`<bdi>${title}</bdi>`;
    return this.fact('Started on', link, page.title && html`<bdi dir="ltr">${page.url}</bdi>`);
  }

  private fact(label: string, value: unknown, note: unknown = '') {
    return html`<div><dt>${label}</dt><dd>${value}${note ? html`<span class="note">${note}</span>` : nothing}</dd></div>`;
  }

  private window(closesAt: string) {
    const isOver = Date.parse(closesAt) <= serverNow();
    return html`${isOver ? 'Closed since' : 'Open until'} ${this.time(closesAt)}`;
  }

  private time(iso: string) {
    const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
    return html`<time datetime=${iso} title=${formatExact(iso)}>${short}</time>`;
  }
}
