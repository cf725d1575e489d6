import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { ConsentImportResult } from '../../contract/consent.ts';
import { type ApiClient, ProblemError } from '../api/client.ts';
import { importConsents } from '../api/consents.ts';
import { apiContext } from '../contexts/contexts.ts';
import { quiet } from '../styles/quiet.ts';
import { shared } from '../styles/shared.ts';
import { consentImportStyles } from './wx-consent-import.styles.ts';

/** Largest list, in bytes; the server's own limit. */
const LARGEST = 2 * 1024 * 1024;
const MOST_SHOWN = 200;
const EXAMPLE = [
  'phone,topic,action,wording,at,note',
  '+49 151 23456789,marketing,opt-in,"Yes, send me offers by WhatsApp.",2026-01-31,card at the fair in Cologne',
  '+49 151 98765432,marketing,opt-out,"No offers, please.",2026-02-03T14:30:00Z,',
  '',
].join('\r\n');

type List = { name: string; csv: Blob };
type Step =
  | { at: 'choose'; trouble?: string }
  | { at: 'checking'; list: List }
  | { at: 'checked' | 'keeping'; list: List; result: ConsentImportResult; trouble?: string }
  | { at: 'kept'; list: List; result: ConsentImportResult };

/** Brings a list of consents that were given elsewhere: looked at line by line first, kept only after somebody said so. */
@customElement('wx-consent-import')
export class WxConsentImport extends LitElement {
  static override styles = [shared, quiet, consentImportStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private step: Step = { at: 'choose' };
  @query('.outcome') private outcome!: HTMLElement | null;

  override render() {
    const { step } = this;
    const isBusy = step.at === 'checking' || step.at === 'keeping';
    return html`<h3 id="title">Consents from a list</h3>
      <p class="quiet">What customers agreed to or refused elsewhere, as a CSV file with the columns <code>phone</code>, <code>topic</code> (marketing, all), <code>action</code> (opt-in, opt-out),
        <code>wording</code>, <code>at</code> and, if you like, <code>note</code>; 5,000 lines and 2 MB at most. Only of customers who are known by that phone. A list takes back nothing that a customer refused.
        <a download="consents-example.csv" href="data:text/csv;charset=utf-8,${encodeURIComponent(EXAMPLE)}">An example</a></p>
      <div class="foot">
        <label class="button file" ?data-busy=${isBusy}>Choose a file…<input type="file" accept=".csv,text/csv" aria-describedby="title" ?disabled=${isBusy} @change=${this.choose}></label>
        ${isBusy ? html`<span role="status">${step.at === 'checking' ? `Looking at ${step.list.name}…` : `Recording ${step.list.name}…`}</span>` : nothing}
      </div>
      ${'trouble' in step && step.trouble ? html`<p role="alert">${step.trouble}</p>` : nothing}
      ${'result' in step ? this.renderResult(step) : nothing}`;
  }

  private renderResult({ at, list, result }: Extract<Step, { result: unknown }>) {
    const { recorded, errors } = result;
    const isKept = at === 'kept';
    return html`<div class="outcome" tabindex="-1" role="group" aria-labelledby="found">
      <p id="found"><strong><bdi>${list.name}</bdi></strong>: ${countWords(result, isKept)}</p>
      ${
        errors.length > 0
          ? html`<ol tabindex="0" aria-label="Lines that are wrong">${errors
              .slice(0, MOST_SHOWN)
              .map(
                ({ line, what, mend }) =>
                  html`<li><span class="line">Line ${line}</span><span>${what}</span><span class="quiet">${mend}</span></li>`,
              )}${errors.length > MOST_SHOWN ? html`<li>and ${errors.length - MOST_SHOWN} more.</li>` : nothing}</ol>`
          : nothing
      }
      ${
        isKept
          ? nothing
          : html`<div class="foot">
            <button class="button primary" ?disabled=${at === 'keeping' || recorded === 0} @click=${this.keep}>Record ${lines(recorded)}</button>
            <button class="button quiet" ?disabled=${at === 'keeping'} @click=${() => (this.step = { at: 'choose' })}>Cancel</button>
            ${recorded === 0 ? html`<span class="quiet">There is nothing new in it.</span>` : nothing}
          </div>`
      }
    </div>`;
  }

  private async choose(event: Event) {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    // The same file is chosen again after it was mended.
    if (!file) return;
    const { name, size } = file;
    if (size > LARGEST)
      this.step = { at: 'choose', trouble: `${name} is larger than 2 MB. Split it, each part with the first line.` };
    else {
      const list = { name, csv: new Blob([await file.arrayBuffer()], { type: 'text/csv' }) };
      this.step = { at: 'checking', list };
      try {
        this.step = { at: 'checked', list, result: await importConsents(this.api, list.csv, { check: true }) };
      } catch (error) {
        this.step = { at: 'choose', trouble: `${name}: ${wordsOf(error)}` };
      }
    }
    input.value = '';
    await this.updateComplete;
    this.outcome?.focus();
  }

  private async keep() {
    if (this.step.at !== 'checked') return;
    const { list, result } = this.step;
    this.step = { at: 'keeping', list, result };
    try {
      this.step = { at: 'kept', list, result: await importConsents(this.api, list.csv, { check: false }) };
    } catch (error) {
      this.step = {
        at: 'checked',
        list,
        result,
        trouble: `${wordsOf(error)} What was recorded before is known the next time: try again.`,
      };
    }
    await this.updateComplete;
    this.outcome?.focus();
  }
}

const countWords = ({ recorded, known, errors }: ConsentImportResult, isKept: boolean): string => {
  const wrong = errors.length > 0 ? `${errors.length} wrong and ${isKept ? '' : 'to be '}left out` : 'none wrong';
  return `${lines(recorded)} ${isKept ? 'recorded' : 'to be recorded'}, ${known} known already, ${wrong}.`;
};

const lines = (count: number) => (count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`);

const wordsOf = (error: unknown) =>
  error instanceof ProblemError ? error.message : 'The server cannot be reached. Please try again.';

declare global {
  interface HTMLElementTagNameMap {
    'wx-consent-import': WxConsentImport;
  }
}
