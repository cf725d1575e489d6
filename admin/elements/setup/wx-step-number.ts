import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { FoundNumber } from '../../../contract/whatsapp.ts';
import { SetupChangeEvent, SetupStep } from './step.ts';

/** Which number: the account is named, and one is chosen from those that Meta lists. */
@customElement('wx-step-number')
export class WxStepNumber extends SetupStep {
  @state() private found: { wabaId: string; numbers: FoundNumber[] } | null = null;

  override render() {
    const { accountIds } = this.app!;
    return html`<p class="quiet">The WhatsApp Business Account ID is in the App Dashboard → WhatsApp → API Setup, below the number.</p>
      <form @submit=${this.look}>
        <label>WhatsApp Business Account ID
          <input class="field" name="wabaId" required inputmode="numeric" pattern="[0-9]{1,32}" autocomplete="off" list="accounts" .value=${accountIds[0] ?? ''}>
        </label>
        <datalist id="accounts">${accountIds.map(id => html`<option value=${id}></option>`)}</datalist>
        <button class="button ${this.found ? '' : 'primary'}" ?disabled=${this.busy}>Show its numbers</button>
      </form>
      ${this.found ? this.renderFound(this.found) : nothing}
      ${this.renderTrouble()}`;
  }

  private renderFound({ numbers }: { numbers: FoundNumber[] }) {
    if (numbers.length === 0)
      return html`<p>This account has no number yet. Add one in WhatsApp Manager → Phone numbers, then look again.</p>`;
    const first = numbers.find(({ isConnected }) => !isConnected);
    return html`<form @submit=${this.choose}>
      ${numbers.map(
        number => html`<label class="row"><span><input type="radio" name="phoneNumberId" required value=${number.phoneNumberId} ?disabled=${number.isConnected} ?checked=${number === first}>
          <bdi>${number.displayPhone}</bdi> <span class="quiet"><bdi>${number.verifiedName ?? ''}</bdi>${number.isConnected ? ' (connected)' : ''}</span></span></label>`,
      )}
      <button class="button primary" ?disabled=${this.busy || !first}>Connect this number</button>
    </form>`;
  }

  private look(event: SubmitEvent) {
    const { wabaId } = this.typed(event);
    return this.attempt(async () => {
      this.found = null;
      const { numbers } = await this.whatsapp.api<{ numbers: FoundNumber[] }>(`whatsapp/apps/${this.app!.id}/numbers`, {
        query: { wabaId },
      });
      this.found = { wabaId: wabaId!, numbers };
    });
  }

  private choose(event: SubmitEvent) {
    const { phoneNumberId } = this.typed(event);
    const { wabaId } = this.found!;
    return this.attempt(async () => {
      const input = { app: this.app!.id, wabaId, phoneNumberId };
      const { numbers } = await this.whatsapp.change('numbers', 'POST', input);
      const made = numbers.find(number => number.phoneNumberId === phoneNumberId)!;
      this.dispatchEvent(new SetupChangeEvent({ number: made.id }));
    });
  }
}
