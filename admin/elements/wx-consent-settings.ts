import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { ConsentSettings } from '../../contract/consent.ts';
import type { ApiClient } from '../api/client.ts';
import { getConsentSettings, saveConsentSettings } from '../api/consents.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { readWords, wordsProblem } from '../state/consent-words.ts';
import { quiet } from '../styles/quiet.ts';
import { shared } from '../styles/shared.ts';
import './wx-consent-import.ts';
import './wx-consent-words.ts';

/** How the shop hears consent taken back and asks for it, in which words, and a place to bring consents that were given elsewhere. */
@customElement('wx-consent-settings')
export class WxConsentSettings extends LitElement {
  static override styles = [
    shared,
    quiet,
    css`
      :host {
        display: block;
      }
      section,
      form,
      .part {
        display: grid;
        gap: 16px;
      }
      section {
        gap: 20px;
      }
      h2 {
        font-size: 1rem;
      }
      .part {
        align-content: start;
        gap: 4px;
      }
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
        gap: 16px;
      }
      label {
        font-weight: 550;
      }
      textarea.field {
        padding-block: 8px;
        resize: vertical;
      }
      .check {
        display: flex;
        gap: 10px;
        align-items: start;
        min-block-size: 24px;
        font-weight: 400;
      }
      .check input {
        flex: none;
        inline-size: 20px;
        block-size: 20px;
        margin: 0;
      }
      [role='alert'] {
        color: var(--wx-danger);
      }
    `,
  ];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private offer: string | null = null;
  @state() private saving: 'idle' | 'pending' | 'done' = 'idle';
  @state() private trouble = '';
  private readonly settings = new Loaded<ConsentSettings>(this);

  override connectedCallback() {
    super.connectedCallback();
    if (this.session.agent.role === 'owner') void this.load();
  }

  override render() {
    return html`<section aria-labelledby="consent"><h2 id="consent">Consent</h2>${this.renderAll()}</section>`;
  }

  private renderAll() {
    if (this.session.agent.role !== 'owner')
      return html`<p class="quiet">How consent is heard and asked for is set by owners of the shop’s account.</p>`;
    const { status, value } = this.settings;
    if (status === 'pending') return html`<p role="status">Loading…</p>`;
    if (status === 'error')
      return html`<p role="alert">The settings could not be loaded. <button class="button" @click=${this.load}>Try again</button></p>`;
    return html`${this.renderForm(value!)}
      <wx-consent-words .offer=${this.offer ?? value!.startOffer ?? ''}></wx-consent-words>
      <wx-consent-import></wx-consent-import>`;
  }

  private renderForm({ stopWords, startWords, startOffer, confirmOptIns }: ConsentSettings) {
    return html`<form @submit=${this.save} @input=${this.changed}>
      <div class="two">
        <div class="part"><label for="stop">Your own words for STOP</label>
          <textarea class="field" id="stop" name="stop" rows="3" dir="auto" spellcheck="false" aria-describedby="stop-help" .value=${stopWords.join('\n')}></textarea>
          <p class="quiet" id="stop-help">One a line. Whoever writes one of them, and nothing else, gets nothing automatic any more.</p></div>
        <div class="part"><label for="start">Your own words for START</label>
          <textarea class="field" id="start" name="start" rows="3" dir="auto" spellcheck="false" aria-describedby="start-help" .value=${startWords.join('\n')}></textarea>
          <p class="quiet" id="start-help">One a line. They take a STOP back.</p></div>
      </div>
      <div class="part"><label for="offer">What START agrees to</label>
        <textarea class="field" id="offer" name="offer" rows="2" maxlength="500" dir="auto" aria-describedby="offer-help" placeholder="Write START to get our offers on WhatsApp." .value=${startOffer ?? ''}></textarea>
        <p class="quiet" id="offer-help">Sent with the answer to STOP, and kept as the wording: START is then a yes to offers. Empty: START takes the STOP back, and no more.</p></div>
      <label class="check"><input type="checkbox" name="confirm" .checked=${confirmOptIns}>
        <span>What is ticked on a page counts only after the customer has said YES by WhatsApp</span></label>
      ${this.trouble ? html`<p role="alert">${this.trouble}</p>` : nothing}
      <div class="foot"><button class="button primary" ?disabled=${this.saving === 'pending'}>Save</button>
        <span role="status" class="quiet">${this.saving === 'done' ? 'Saved.' : ''}</span></div>
    </form>`;
  }

  private readonly load = () => this.settings.load(signal => getConsentSettings(this.api, signal));

  private changed(event: Event) {
    const { name, value } = event.target as HTMLTextAreaElement;
    if (name === 'offer') this.offer = value;
    this.saving = 'idle';
    this.trouble = '';
  }

  private async save(event: SubmitEvent) {
    event.preventDefault();
    const told = new FormData(event.currentTarget as HTMLFormElement);
    const [stopWords, startWords] = ['stop', 'start'].map(name => readWords(String(told.get(name)))) as [
      string[],
      string[],
    ];
    this.trouble = wordsProblem(stopWords) ?? wordsProblem(startWords) ?? '';
    if (this.trouble) return;
    const startOffer = String(told.get('offer')).trim() || null;
    this.saving = 'pending';
    try {
      const settings = { stopWords, startWords, startOffer, confirmOptIns: told.has('confirm') };
      this.settings.value = await saveConsentSettings(this.api, settings);
      this.saving = 'done';
    } catch {
      this.saving = 'idle';
      this.trouble = 'It could not be saved. Please try again.';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-consent-settings': WxConsentSettings;
  }
}
