import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { VerifyTokenMade } from '../../../contract/whatsapp.ts';
import { icon } from '../../styles/icons.ts';
import { SetupStep } from './step.ts';

const FIELDS =
  'messages, message_template_status_update, message_template_quality_update, message_template_components_update, template_category_update, phone_number_quality_update, phone_number_name_update, account_update, account_alerts, account_review_update, business_capability_update, security, user_preferences';

/** Where Meta tells us what happens; shows live what has come. */
@customElement('wx-step-webhook')
export class WxStepWebhook extends SetupStep {
  @state() private verifyToken = '';
  @state() private copied = '';

  override render() {
    const { webhookUrl } = this.whatsapp.connection!;
    return html`<ol>
        <li>Open the App Dashboard → WhatsApp → Configuration → Webhook → Edit.</li>
        <li>Enter both of these, then “Verify and save”:</li>
      </ol>
      ${webhookUrl.startsWith('https://') ? nothing : html`<p class="trouble">Meta calls https addresses only, and this one is not. The server’s operator sets <code>WOODEX_PUBLIC_URL</code>.</p>`}
      <strong>Callback URL</strong>
      ${this.renderValue(webhookUrl, 'the callback URL')}
      <strong>Verify token</strong>
      ${
        this.verifyToken
          ? html`${this.renderValue(this.verifyToken, 'the verify token')}<p class="quiet">It is shown this once. Should you lose it, make another.</p>`
          : html`<div class="row"><button class="button" ?disabled=${this.busy} @click=${this.make}>${this.app!.verifyTokenMadeAt ? 'Make another verify token' : 'Make a verify token'}</button>
            ${this.app!.verifyTokenMadeAt ? html`<span class="quiet">The one before it stays good until the new one is used.</span>` : nothing}</div>`
      }
      ${this.renderTrouble()}
      <ol start="3">
        <li>Below, “Webhook fields”, subscribe to: <code>${FIELDS}</code>. <button class="button small" @click=${() => this.copy(FIELDS)}>Copy the list</button></li>
        <li>Write to the number from any phone: the second line below turns green.</li>
      </ol>
      <div role="status">
        ${this.renderSeen(this.app!.handshakeAt, 'Meta has asked at this address, and was answered.', 'Waiting for Meta to ask at this address.')}
        ${this.renderSeen(this.app!.heardAt, 'A webhook has come, signed with your app secret.', 'Waiting for the first signed webhook.')}
        ${this.copied ? html`<p class="quiet">Copied.</p>` : nothing}
      </div>
      ${this.app!.refusedAt ? html`<p class="trouble" role="alert">A webhook for this account came whose signature is not of the app secret that is stored here. Was the secret reset at Meta? Enter it again in the first step. If nobody wrote just now, it was a forgery and nothing is wrong.</p>` : nothing}`;
  }

  private renderValue(value: string, what: string) {
    return html`<div class="row"><code class="value">${value}</code><button class="button small" aria-label="Copy ${what}" @click=${() => this.copy(value)}>Copy</button></div>`;
  }

  private renderSeen(at: string | null, seen: string, waiting: string) {
    return html`<p class="row">${icon(at ? 'resolve' : 'clock', 18)} ${at ? seen : waiting}</p>`;
  }

  private make() {
    return this.attempt(async () => {
      const path = `whatsapp/apps/${this.app!.id}/verify-token`;
      this.verifyToken = (await this.whatsapp.api<VerifyTokenMade>(path, { method: 'POST' })).verifyToken;
    });
  }

  private async copy(text: string) {
    await navigator.clipboard.writeText(text);
    this.copied = text;
  }
}
