import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { SetupStep } from './step.ts';

/** Registers the number; without it Meta sends nothing from it. */
@customElement('wx-step-register')
export class WxStepRegister extends SetupStep {
  override render() {
    return html`<p class="quiet">The number’s PIN for two-step verification: the one that it has, else six digits that you choose now and keep. It is sent to Meta and not stored here.</p>
      <form @submit=${this.send}>
        <label>PIN<input class="field" name="pin" required inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="off" placeholder="6 digits"></label>
        ${this.renderTrouble()}
        <button class="button primary" ?disabled=${this.busy}>Register the number</button>
      </form>`;
  }

  private send(event: SubmitEvent) {
    const { pin } = this.typed(event);
    return this.attempt(() => this.whatsapp.change(`numbers/${this.number!.id}/registration`, 'POST', { pin }));
  }
}
