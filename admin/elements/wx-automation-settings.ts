import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { AutomationSettings } from '../../contract/automation.ts';
import { getAutomationSettings, saveAutomationSettings } from '../api/automations.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const named = (day: string) => day.charAt(0).toUpperCase() + day.slice(1);

/** What holds for all rules: when people sleep, when the shop is open, and how much advertising one person gets. */
@customElement('wx-automation-settings')
export class WxAutomationSettings extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      section {
        padding: 16px 18px 48px;
        border-block-start: 1px solid var(--wx-line);
      }
      h2 {
        font-size: 1rem;
      }
      form {
        display: grid;
        gap: 14px;
        max-inline-size: 40rem;
        margin-block-start: 12px;
      }
      fieldset {
        display: grid;
        gap: 6px;
        min-inline-size: 0;
        margin: 0;
        padding: 12px 14px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius);
      }
      legend {
        font-weight: 600;
        font-size: 0.8125rem;
      }
      .day {
        display: grid;
        grid-template-columns: 7rem auto auto auto;
        gap: 8px;
        align-items: center;
        justify-content: start;
      }
      .field[type='time'],
      .field[type='number'] {
        inline-size: 9rem;
        flex: none;
      }
      .day label {
        display: flex;
        gap: 8px;
      }
      @media (max-width: 700px) {
        section {
          padding-inline: 12px;
        }
        .day {
          grid-template-columns: auto auto auto;
        }
        .day label {
          grid-column: 1 / -1;
        }
        .field[type='time'] {
          inline-size: 8rem;
          padding-inline: 8px;
        }
        .field[type='number'] {
          inline-size: 6rem;
        }
      }
    `,
  ];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private said = '';
  private readonly settings = new Loaded<AutomationSettings>(this);

  override connectedCallback() {
    super.connectedCallback();
    void this.load();
  }

  override render() {
    const { status, value } = this.settings;
    if (status === 'pending') return html`<section role="status">Loading…</section>`;
    if (status === 'error')
      return html`<section role="alert">Quiet hours could not be loaded. <button class="button" @click=${this.load}>Try again</button></section>`;
    const { timeZone, quiet, businessWeek, cap } = value!;
    const isOwner = this.session.agent.role === 'owner';
    return html`<section aria-labelledby="title">
      <h2 id="title">For all rules</h2>
      <form @submit=${this.submit}>
        <fieldset ?disabled=${!isOwner}><legend>Quiet hours, by the customer’s own clock</legend>
          <div class="row">${time('quiet.from', 'From', quiet.from)} – ${time('quiet.to', 'To', quiet.to)}</div></fieldset>
        <fieldset ?disabled=${!isOwner}><legend>Business hours, by the shop’s clock</legend>
          <div class="item"><label for="timeZone">Time zone</label><input class="field" id="timeZone" name="timeZone" required maxlength="64" list="zones" .value=${timeZone}></div>
          <datalist id="zones">${Intl.supportedValuesOf('timeZone').map(zone => html`<option value=${zone}></option>`)}</datalist>
          ${WEEK.map(day => renderDay(day, businessWeek[day][0]))}</fieldset>
        <fieldset ?disabled=${!isOwner}><legend>Advertising by WhatsApp that one person gets at most</legend>
          <div class="row"><input class="field" type="number" name="cap.messages" min="1" max="100" required aria-label="Messages" .value=${String(cap.messages)}> in
            <input class="field" type="number" name="cap.days" min="1" max="30" required aria-label="Days" .value=${String(cap.days)}> days</div></fieldset>
        <div class="row">${isOwner ? html`<button class="button primary">Save</button>` : nothing}<span role="status" class="hint">${this.said}</span></div>
      </form></section>`;
  }

  private readonly load = () => this.settings.load(signal => getAutomationSettings(this.api, signal));

  private async submit(event: SubmitEvent) {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? '');
    const { businessWeek } = this.settings.value!;
    const days = WEEK.map(day => {
      const [, ...more] = businessWeek[day];
      const span = { from: text(`${day}.from`), to: text(`${day}.to`) };
      return [day, data.has(`${day}.open`) ? [span, ...more] : []] as const;
    });
    const told = {
      timeZone: text('timeZone'),
      quiet: { from: text('quiet.from'), to: text('quiet.to') },
      businessWeek: Object.fromEntries(days) as AutomationSettings['businessWeek'],
      cap: { messages: Number(text('cap.messages')), days: Number(text('cap.days')) },
    };
    try {
      await saveAutomationSettings(this.api, told);
      this.said = 'Saved. What waits is decided by it from its next look on.';
      await this.load();
    } catch (error) {
      this.said = error instanceof Error ? error.message : 'That did not work.';
    }
  }
}

const time = (name: string, label: string, value: string) =>
  html`<input class="field" type="time" name=${name} aria-label=${label} required .value=${value}>`;

const renderDay = (day: string, span: { from: string; to: string } | undefined) => html`<div class="day">
  <label><input type="checkbox" name="${day}.open" ?checked=${span !== undefined}> ${named(day)}</label>
  ${time(`${day}.from`, `${named(day)} from`, span?.from ?? '09:00')} – ${time(`${day}.to`, `${named(day)} to`, span?.to ?? '18:00')}
</div>`;

declare global {
  interface HTMLElementTagNameMap {
    'wx-automation-settings': WxAutomationSettings;
  }
}
