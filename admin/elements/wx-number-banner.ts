import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { whatsappContext } from '../contexts/contexts.ts';
import { Subscription } from '../contexts/subscription.ts';
import type { WhatsAppStore } from '../contexts/whatsapp.ts';
import { stoppedNumbers } from '../state/numbers.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';

/** Says on every page that a number is stopped: whoever answers should not wonder why nothing goes out. */
@customElement('wx-number-banner')
export class WxNumberBanner extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 10px;
        align-items: center;
        padding: 8px 14px;
        background: var(--wx-danger-surface);
        color: var(--wx-danger);
      }
      .marketing {
        background: var(--wx-warning-surface);
        color: var(--wx-warning);
      }
      p {
        flex: 1 1 16rem;
      }
      a {
        color: inherit;
        font-weight: 600;
      }
    `,
  ];

  @consume({ context: whatsappContext }) private whatsapp!: WhatsAppStore;
  protected readonly changes = new Subscription(this, () => this.whatsapp, 'change');

  override render() {
    const [first, ...others] = stoppedNumbers(this.whatsapp.connection);
    if (!first) return nothing;
    const { displayPhone, stop } = first;
    const what = stop!.what === 'all' ? 'sends nothing' : 'sends no marketing';
    return html`<div class=${stop!.what} role="status">
      ${icon('alert', 18)}
      <p><strong><bdi>${displayPhone}</bdi> ${what}.</strong> ${stop!.reason}${others.length > 0 ? ` ${others.length} more stopped.` : nothing}</p>
      <a href="/admin/settings/whatsapp">What to do</a>
    </div>`;
  }
}
