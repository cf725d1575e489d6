import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import type WaDropdown from '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import { consume } from '@lit/context';
import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import { sessionContext } from '../contexts/contexts.ts';
import type { Place } from '../contexts/router.ts';
import { applyTheme, readTheme, THEMES, type Theme } from '../contexts/theme.ts';
import { shared } from '../styles/shared.ts';
import { shellStyles } from './wx-shell.styles.ts';
import './wx-avatar.ts';
import './wx-connection.ts';
import './wx-nav.ts';
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
        <wx-nav .page=${this.page}></wx-nav>
        <div class="who"><wx-connection></wx-connection>${this.renderAccount()}</div>
      </header>
      <main tabindex="-1"><wx-number-banner></wx-number-banner><div class="page"><slot></slot></div></main>`;
  }

  private renderAccount() {
    const { agent, merchant } = this.session;
    return html`<wa-dropdown placement="right-end" @wa-show=${this.place} @wa-select=${this.choose}>
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

  /** It opens away from the edge where the button stands: beside, or at the bottom of a small screen. */
  private place({ currentTarget }: Event) {
    const isAtBottom = matchMedia('(max-width: 700px)').matches;
    (currentTarget as WaDropdown).placement = isAtBottom ? 'top-end' : 'right-end';
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
