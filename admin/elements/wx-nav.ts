import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Place } from '../contexts/router.ts';
import { type IconName, icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { navStyles } from './wx-nav.styles.ts';

type Entry = { page: Place['page']; symbol: IconName; name: string; short?: string };

const PAGES: readonly Entry[] = [
  { page: 'conversations', symbol: 'conversations', name: 'Conversations', short: 'Chats' },
  { page: 'customers', symbol: 'journey', name: 'Customer Journey', short: 'Customers' },
  { page: 'automations', symbol: 'automations', name: 'Automations', short: 'Rules' },
  { page: 'sending', symbol: 'send', name: 'Sending' },
  { page: 'templates', symbol: 'document', name: 'Templates' },
  { page: 'settings', symbol: 'settings', name: 'Settings' },
];

const SOON: readonly [IconName, string][] = [
  ['campaigns', 'Campaigns'],
  ['analytics', 'Analytics'],
  ['appointments', 'Appointments'],
];

/** So many have a place of their own in a small screen's bar; the others stand behind “More”. */
const IN_BAR = 3;

/** The pages: all of them beside a wide screen, the first few in a bar on a small one, where a button opens the rest. */
@customElement('wx-nav')
export class WxNav extends LitElement {
  static override styles = [shared, navStyles];

  @property() page: Place['page'] = 'conversations';
  @query('#more') private more!: HTMLElement;
  @query('.opener button') private opener!: HTMLButtonElement;

  override render() {
    const rest = PAGES.slice(IN_BAR);
    const here = rest.find(({ page }) => page === this.page);
    return html`<nav aria-label="Dashboard">
      <ul class="pages">
        ${PAGES.map((entry, n) => html`<li class=${n < IN_BAR ? 'in-bar' : 'rest'}>${this.renderLink(entry, 20)}</li>`)}
        ${SOON.map(
          ([symbol, name]) =>
            html`<li class="rest"><span class="entry soon" aria-disabled="true">${icon(symbol, 20)}<span>${name} <small>soon</small></span></span></li>`,
        )}
        <li class="opener">
          <button class="entry ${here ? 'here' : ''}" popovertarget="more">
            ${icon('menu', 20)}<span>More<span class="visually-hidden"> pages${here ? `; ${here.name} is open` : ''}</span></span>
          </button>
          <div id="more" popover @click=${this.close}>
            <ul>${rest.map(entry => html`<li>${this.renderLink(entry, 18)}</li>`)}</ul>
          </div>
        </li>
      </ul>
    </nav>`;
  }

  private renderLink({ page, symbol, name, short }: Entry, size: number) {
    return html`<a class="entry" href="/admin/${page}" aria-current=${page === this.page ? 'page' : nothing}>
      ${icon(symbol, size)}${short ? html`<span class="name">${name}</span><span class="short">${short}</span>` : html`<span>${name}</span>`}</a>`;
  }

  private close(event: MouseEvent) {
    if (!(event.target instanceof Element && event.target.closest('a'))) return;
    this.more.hidePopover();
    this.opener.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-nav': WxNav;
  }
}
