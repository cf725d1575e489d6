import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { shared } from '../styles/shared.ts';
import '../elements/wx-consent-settings.ts';
import '../elements/wx-key-settings.ts';
import '../elements/wx-lead-score-settings.ts';
import '../elements/wx-webhook-settings.ts';
import '../elements/wx-whatsapp-settings.ts';

/** What an owner sets up: WhatsApp, how leads are scored, the keys of the shop's own systems, and what other systems are told. */
@customElement('wx-settings-page')
export class WxSettingsPage extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        block-size: 100%;
        padding: 16px 18px 48px;
        overflow-y: auto;
        background: var(--wx-surface);
      }
      .sections {
        display: grid;
        gap: 36px;
        max-inline-size: 58rem;
        margin-block-start: 16px;
      }
      h1 {
        font-size: 1.125rem;
      }
    `,
  ];

  override render() {
    return html`<h1>Settings</h1>
      <div class="sections">
        <wx-whatsapp-settings></wx-whatsapp-settings>
        <wx-consent-settings></wx-consent-settings>
        <wx-lead-score-settings></wx-lead-score-settings>
        <wx-key-settings></wx-key-settings>
        <wx-webhook-settings></wx-webhook-settings>
      </div>`;
  }
}
