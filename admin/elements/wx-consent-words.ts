import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ConsentWords } from '../../contract/consent.ts';
import type { ApiClient } from '../api/client.ts';
import { getConsentWords } from '../api/consents.ts';
import { apiContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { ANSWER_WORDS, languageName } from '../state/consent-words.ts';
import { shared } from '../styles/shared.ts';

type OfLanguage = ConsentWords['languages'][number];

/** What customers may write in each language, and what they read then; `offer` goes with the answer to STOP. */
@customElement('wx-consent-words')
export class WxConsentWords extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      summary {
        min-block-size: 24px;
        font-weight: 550;
        cursor: pointer;
      }
      .all {
        display: grid;
        gap: 14px;
        margin-block-start: 12px;
      }
      .language {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .language .field {
        inline-size: auto;
      }
      dl {
        display: grid;
        gap: 10px;
        margin: 0;
      }
      dt {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      dd {
        margin: 2px 0 0;
        overflow-wrap: anywhere;
      }
      .bubble {
        justify-self: start;
        inline-size: fit-content;
        max-inline-size: 34rem;
        padding: 8px 12px;
        border-radius: 4px 14px 14px;
        background: var(--wx-bubble-own);
        white-space: pre-line;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property() offer = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private chosen = 'en';
  private readonly words = new Loaded<ConsentWords>(this);

  override render() {
    return html`<details @toggle=${this.open}><summary>Words that everybody knows, and what is answered</summary>${this.renderAll()}</details>`;
  }

  private renderAll() {
    const { status, value } = this.words;
    if (status === 'pending') return html`<p role="status">Loading…</p>`;
    if (status === 'error')
      return html`<p role="alert">The words could not be loaded. <button class="button small" @click=${this.load}>Try again</button></p>`;
    const languages = value!.languages.filter(({ language }) => language !== '*');
    const all = value!.languages.find(({ language }) => language === '*');
    const one = languages.find(({ language }) => language === this.chosen) ?? languages[0]!;
    const own = (kind: 'stop' | 'start') => [...(all?.[kind] ?? []), ...one[kind]];
    return html`<div class="all">
      <p class="quiet">The whole message must be such a word; case, accents and emoji make no difference. Your own words are heard besides.</p>
      <div class="language"><label for="language">Language</label><select class="field" id="language" @change=${this.choose}>
        ${languages.map(({ language }) => html`<option value=${language} ?selected=${language === one.language}>${languageName(language)}</option>`)}
      </select></div>
      <dl lang=${one.language}>
        ${renderWords('Nothing automatic any more', own('stop'))}
        ${renderWords('No offers any more', one.stopOffers)}
        ${renderWords('Nothing automatic any more, if our last message was an offer', one.stopAfterOffer)}
        ${renderWords('Takes it back', own('start'))}
      </dl>
      ${this.renderAnswers(one)}</div>`;
  }

  private renderAnswers({ answers, language }: OfLanguage) {
    if (!answers)
      return html`<p class="quiet">Customers who write so are answered in their browser’s language, that of their phone’s country, or English.</p>`;
    return html`<dl>${ANSWER_WORDS.map(([answer, when]) => {
      const text = answers[answer].replace('{wording}', 'Yes, send me offers by WhatsApp.');
      const offer = answer === 'stopped' && this.offer.trim() ? `\n\n${this.offer.trim()}` : '';
      return html`<div><dt>${when}</dt><dd class="bubble" dir="auto" lang=${language}>${text}${offer}</dd></div>`;
    })}</dl>`;
  }

  private open(event: Event) {
    if ((event.target as HTMLDetailsElement).open && this.words.value === undefined) void this.load();
  }

  private choose(event: Event) {
    this.chosen = (event.target as HTMLSelectElement).value;
  }

  private readonly load = () => this.words.load(signal => getConsentWords(this.api, signal));
}

const renderWords = (what: string, words: readonly string[]) =>
  words.length === 0
    ? nothing
    : html`<div><dt lang="en">${what}</dt><dd>${words.map((word, n) => html`${n > 0 ? ' · ' : nothing}<bdi>${word}</bdi>`)}</dd></div>`;

declare global {
  interface HTMLElementTagNameMap {
    'wx-consent-words': WxConsentWords;
  }
}
