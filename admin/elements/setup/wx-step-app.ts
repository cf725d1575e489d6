import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { SetupChangeEvent, SetupStep } from './step.ts';

/** Which Meta app, and its secret. Of an app that is connected, the secret is changed here. */
@customElement('wx-step-app')
export class WxStepApp extends SetupStep {
  override render() {
    return html`<ol>
        <li>Open <a href="https://developers.facebook.com/apps" target="_blank" rel="noopener">Meta’s App Dashboard</a> and choose your app, or make one of type Business and add WhatsApp.</li>
        <li>Go to App settings → Basic. The app ID is at the top; press “Show” beside the app secret.</li>
      </ol>
      <form @submit=${this.send}>
        ${
          this.app
            ? html`<p class="quiet">App <code>${this.app.appId}</code> ${this.app.name ? html`<bdi>${this.app.name}</bdi>` : ''}. A new secret is checked with Meta; webhooks that the old one signed are taken for another day.</p>`
            : html`<label>App ID<input class="field" name="appId" required inputmode="numeric" pattern="[0-9]{1,32}" autocomplete="off"></label>`
        }
        <label>App secret<input class="field" name="appSecret" type="password" required minlength="8" autocomplete="off"></label>
        ${this.renderTrouble()}
        <button class="button primary" ?disabled=${this.busy}>${this.app ? 'Change the secret' : 'Check with Meta'}</button>
      </form>`;
  }

  private async send(event: SubmitEvent) {
    const form = event.target as HTMLFormElement;
    const { appId, appSecret } = this.typed(event);
    const { app } = this;
    const works = await this.attempt(async () => {
      if (app) return this.whatsapp.change(`apps/${app.id}/secret`, 'PUT', { appSecret });
      const { apps } = await this.whatsapp.change('apps', 'POST', { appId, appSecret });
      return this.dispatchEvent(new SetupChangeEvent({ app: apps.find(each => each.appId === appId)!.id }));
    });
    if (works) form.reset();
  }
}
