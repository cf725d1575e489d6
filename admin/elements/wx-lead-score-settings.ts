import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { ScorePreview, ScoreSettings, ScoreTable } from '../../contract/lead-score.ts';
import type { ApiClient } from '../api/client.ts';
import { getScoreSettings, previewScoreTable, saveScoreTable } from '../api/customers.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { EVENT_NAMES, eventWords } from '../state/event-words.ts';
import { shared } from '../styles/shared.ts';
import { leadScoreStyles } from './wx-lead-score-settings.styles.ts';
import './wx-score-preview.ts';

/** How leads are scored: edited, tried on the last month, and only then saved. */
@customElement('wx-lead-score-settings')
export class WxLeadScoreSettings extends LitElement {
  static override styles = [shared, leadScoreStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private draft: ScoreTable | null = null;
  @state() private preview: ScorePreview | null = null;
  @state() private busy = false;
  @state() private message = '';
  private readonly settings = new Loaded<ScoreSettings>(this);

  override connectedCallback() {
    super.connectedCallback();
    void this.load();
  }

  override render() {
    const { status, value } = this.settings;
    if (status === 'pending') return html`<p role="status">Loading…</p>`;
    if (status === 'error')
      return html`<p role="alert">The lead score could not be loaded. <button class="button" @click=${this.load}>Try again</button></p>`;
    const table = this.draft ?? value!.table;
    const isOwner = this.session.agent.role === 'owner';
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Lead score</h2>
        <p class="quiet">Each thing a shopper does counts so many points, at most so many times, and half as much after each half-life. ${
          value!.waiting > 0
            ? html`<strong>${value!.waiting.toLocaleString()} customers are still being scored by the newest table.</strong>`
            : nothing
        }</p>
        <form @submit=${this.submit} @input=${this.edit}>
          <div class="row">
            <label>Half-life in days <input class="field" name="halfLifeDays" type="number" min="1" max="365" required .value=${String(table.halfLifeDays)}></label>
            <label>A lead is hot from <input class="field" name="hotAt" type="number" min="1" max="100" required .value=${String(table.hotAt)}></label>
          </div>
          <table>
            <thead><tr><th scope="col">What a shopper does</th><th scope="col">Points</th><th scope="col">At most</th></tr></thead>
            <tbody>${namesOf(table).map(name => this.renderKind(name, table))}</tbody>
          </table>
          <div class="row">
            <button class="button" type="button" ?disabled=${this.busy} @click=${this.tryOut}>Try on the last 30 days</button>
            ${
              isOwner
                ? html`<button class="button primary" ?disabled=${this.busy || !this.draft || !this.preview}>Save</button>
                    <button class="button quiet" type="button" @click=${this.restore}>Back to the standard</button>`
                : html`<span class="quiet">Only an owner may save another table.</span>`
            }
          </div>
          <p role="status" class="quiet">${this.message || (this.draft && !this.preview ? 'Try it first: then it can be saved.' : '')}</p>
        </form>
        ${this.preview ? html`<wx-score-preview .preview=${this.preview}></wx-score-preview>` : nothing}
      </section>`;
  }

  private renderKind(name: string, table: ScoreTable) {
    const row = table.points[name as keyof ScoreTable['points']];
    const words = eventWords(name);
    return html`<tr>
      <th scope="row">${words}</th>
      <td><input class="field" name="points:${name}" type="number" min="-100" max="100" aria-label="Points for: ${words}" .value=${String(row?.points ?? 0)}></td>
      <td><input class="field" name="atMost:${name}" type="number" min="1" max="100" aria-label="How often at most: ${words}" .value=${String(row?.atMost ?? 1)}></td>
    </tr>`;
  }

  private readonly load = () => this.settings.load(signal => getScoreSettings(this.api, signal));

  private edit() {
    const form = this.renderRoot.querySelector('form')!;
    const number = (name: string) => Math.round(Number((form.elements.namedItem(name) as HTMLInputElement).value));
    const points = Object.fromEntries(
      namesOf(this.draft ?? this.settings.value!.table).flatMap(name => {
        const worth = number(`points:${name}`);
        return worth === 0 ? [] : [[name, { points: worth, atMost: Math.max(1, number(`atMost:${name}`)) }]];
      }),
    ) as ScoreTable['points'];
    this.draft = { halfLifeDays: number('halfLifeDays'), hotAt: number('hotAt'), points };
    this.preview = null;
    this.message = '';
  }

  private readonly tryOut = () => {
    if (!this.renderRoot.querySelector('form')!.reportValidity()) return;
    return this.during(async () => {
      this.preview = await previewScoreTable(this.api, this.draft ?? this.settings.value!.table);
    });
  };

  private submit(event: SubmitEvent) {
    event.preventDefault();
    const { draft } = this;
    if (!draft) return;
    void this.during(async () => {
      await saveScoreTable(this.api, draft);
      this.draft = this.preview = null;
      this.message = 'Saved. Everybody is scored anew in the background.';
      await this.load();
    });
  }

  private restore() {
    this.draft = this.settings.value!.standard;
    this.preview = null;
    this.message = '';
  }

  private async during(work: () => Promise<void>) {
    this.busy = true;
    try {
      await work();
    } catch (error) {
      this.message = error instanceof Error ? error.message : 'That did not work.';
    } finally {
      this.busy = false;
    }
  }
}

/** What can be scored: everything we know by name, and the shop's own words that the table has. */
const namesOf = (table: ScoreTable) => [
  ...EVENT_NAMES,
  ...Object.keys(table.points).filter(name => !EVENT_NAMES.includes(name)),
];
