import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { SetupStep } from './step.ts';

/** Subscribes the app to the number's account, so that Meta tells it what happens there. */
@customElement('wx-step-subscribe')
export class WxStepSubscribe extends SetupStep {
  override render() {
    return html`<p class="quiet">Meta tells an app of an account only when the app asks for it. We ask for you.</p>
      <div class="row">
        <button class="button primary" ?disabled=${this.busy} @click=${() => this.send(false)}>Subscribe the app</button>
        <button class="button" ?disabled=${this.busy} @click=${() => this.send(true)}>Subscribe, and set the callback URL for this account</button>
      </div>
      <p class="quiet">The second does without entering the callback URL at Meta; the webhook fields are still chosen there. It goes before the app’s own URL.</p>
      ${this.renderTrouble()}`;
  }

  private send(setWebhook: boolean) {
    return this.attempt(() => this.whatsapp.change(`numbers/${this.number!.id}/subscription`, 'POST', { setWebhook }));
  }
}
