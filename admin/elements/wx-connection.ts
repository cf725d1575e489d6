import { consume } from '@lit/context';
import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { liveContext } from '../contexts/contexts.ts';
import type { Live, LiveState } from '../contexts/live.ts';
import { Subscription } from '../contexts/subscription.ts';
import { shared } from '../styles/shared.ts';

const WORDS: Record<LiveState, string> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  'signed-out': 'Signed out',
};

/** Whether the screen is told of everything as it happens. */
@customElement('wx-connection')
export class WxConnection extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        color: var(--wx-text-quiet);
        font-size: 0.6875rem;
      }
      i {
        inline-size: 7px;
        block-size: 7px;
        border-radius: 50%;
        background: var(--wx-line-strong);
      }
      i.live {
        background: var(--wx-accent);
      }
      i.reconnecting {
        background: var(--wx-warning);
      }
    `,
  ];

  @consume({ context: liveContext }) private live!: Live;
  protected readonly changes = new Subscription(this, () => this.live, 'state');

  override render() {
    const { state } = this.live;
    return html`<i class=${state}></i><span role="status">${WORDS[state]}</span>`;
  }
}
