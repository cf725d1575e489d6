import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { serverNow } from '../../contexts/server-time.ts';
import { formatDay } from '../../state/time.ts';
import { SetupStep } from './step.ts';

/** The access token: the first, or the next one. The old one is used until the new one was checked. */
@customElement('wx-step-token')
export class WxStepToken extends SetupStep {
  override render() {
    const { token } = this.app!;
    return html`<ol>
        <li>Open <a href="https://business.facebook.com/settings/system-users" target="_blank" rel="noopener">Meta Business settings → Users → System users</a> and choose one, or add one of role Admin.</li>
        <li>“Assign assets”: give it this app and the WhatsApp account, both with full control.</li>
        <li>“Generate token”: choose the app, an expiry of “Never”, and tick <code>whatsapp_business_messaging</code> and <code>whatsapp_business_management</code>.</li>
      </ol>
      ${token.trouble ? html`<p class="trouble">${token.trouble}</p>` : nothing}
      ${token.state === 'missing' ? nothing : html`<p class="quiet">${token.expiresAt ? html`The token that is stored ends ${formatDay(token.expiresAt, serverNow())}.` : 'The token that is stored does not end.'} It is used until another one was checked.</p>`}
      <form @submit=${this.send}>
        <label>Access token<input class="field" name="accessToken" type="password" required minlength="8" autocomplete="off"></label>
        ${this.renderTrouble()}
        <button class="button primary" ?disabled=${this.busy}>${token.state === 'missing' ? 'Check with Meta' : 'Check and replace'}</button>
      </form>`;
  }

  private async send(event: SubmitEvent) {
    const form = event.target as HTMLFormElement;
    const { accessToken } = this.typed(event);
    if (await this.attempt(() => this.whatsapp.change(`apps/${this.app!.id}/token`, 'PUT', { accessToken })))
      form.reset();
  }
}
