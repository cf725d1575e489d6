import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import { sessionContext } from '../contexts/contexts.ts';
import type { Place } from '../contexts/router.ts';
import { applyTheme, readTheme, THEMES, type Theme } from '../contexts/theme.ts';
import { type IconName, icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { shellStyles } from './wx-shell.styles.ts';
import './wx-avatar.ts';
import './wx-connection.ts';
import './wx-number-banner.ts';

/** The agent signs out. */
export class SignOutRequestEvent extends Event {
  constructor() {
    super('sign-out-request', { bubbles: true, composed: true });
  }
}

/** The agent asks which keys do what. */
export class HelpRequestEvent extends Event {
  constructor() {
    super('help-request', { bubbles: true, composed: true });
  }
}

const PAGES: readonly [Place['page'], IconName, string][] = [
  ['conversations', 'conversations', 'Conversations'],
  ['customers', 'journey', 'Customer Journey'],
  ['templates', 'document', 'Templates'],
  ['sending', 'send', 'Sending'],
  ['settings', 'settings', 'Settings'],
];

const SOON: readonly [IconName, string][] = [
  ['campaigns', 'Campaigns'],
  ['analytics', 'Analytics'],
  ['automations', 'Automations'],
  ['appointments', 'Appointments'],
];

const THEME_NAMES: Record<Theme, string> = { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' };

/** The dashboard's frame: where one can go, who is logged in, whether all is live. The page stands in its slot. */
@customElement('wx-shell')
export class WxShell extends LitElement {
  static override styles = [shared, shellStyles];

  /** A page that wants the whole small screen (an open conversation). */
  @property({ type: Boolean, reflect: true }) immersed = false;
  @property() page: Place['page'] = 'conversations';
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private theme: Theme = readTheme();

  override render() {
    return html`
      <button class="skip button" @click=${this.skip}>Skip to the content</button>
      <header>
        <span class="brand" title=${this.session.merchant.name}>W<span class="visually-hidden">oodEx, ${this.session.merchant.name}</span></span>
        <nav aria-label="Dashboard">
          <ul>
            ${PAGES.map(
              ([page, symbol, name]) =>
                html`<li><a href="/admin/${page}" aria-current=${page === this.page ? 'page' : nothing}>${icon(symbol, 20)}<span>${name}</span></a></li>`,
            )}
            ${SOON.map(
              ([symbol, name]) =>
                html`<li><span class="soon" aria-disabled="true">${icon(symbol, 20)}<span>${name} <small>soon</small></span></span></li>`,
            )}
          </ul>
        </nav>
        <wx-connection></wx-connection>
        ${this.renderAccount()}
      </header>
      <main tabindex="-1"><wx-number-banner></wx-number-banner><div class="page"><slot></slot></div></main>`;
  }

  private renderAccount() {
    const { agent, merchant } = this.session;
    return html`<wa-dropdown placement="right-end" @wa-select=${this.choose}>
      <button slot="trigger" class="account">
        <wx-avatar name=${agent.name}></wx-avatar><span class="visually-hidden">${agent.name}: account and settings</span>
      </button>
      <h3>${agent.name} · ${merchant.name}</h3>
      ${THEMES.map(
        theme =>
          html`<wa-dropdown-item value=${theme}>${THEME_NAMES[theme]}${theme === this.theme ? ' ✓' : ''}</wa-dropdown-item>`,
      )}
      <wa-dropdown-item value="help">Keyboard</wa-dropdown-item>
      <wa-dropdown-item value="sign-out">Sign out</wa-dropdown-item>
    </wa-dropdown>`;
  }

  private choose(event: CustomEvent<{ item: { value: string } }>) {
    const { value } = event.detail.item;
    if (value === 'sign-out') this.dispatchEvent(new SignOutRequestEvent());
    if (value === 'help') this.dispatchEvent(new HelpRequestEvent());
    const theme = THEMES.find(name => name === value);
    if (!theme) return;
    this.theme = theme;
    applyTheme(theme);
  }

  private skip() {
    this.renderRoot.querySelector('main')?.focus();
  }
}
