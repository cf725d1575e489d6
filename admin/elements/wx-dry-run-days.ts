import { html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DryRunResult } from '../../contract/dry-run.ts';
import { shared } from '../styles/shared.ts';
import { dryRunStyles } from './wx-dry-run.styles.ts';

type Day = DryRunResult['days'][number];
const DAY = 86_400_000;
const words = (day: string) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** On which days runs would have begun: those that would have sent something, and the others. */
@customElement('wx-dry-run-days')
export class WxDryRunDays extends LitElement {
  static override styles = [shared, dryRunStyles];

  @property({ attribute: false }) days: readonly Day[] = [];
  /** ISO moments. */
  @property() from = '';
  @property() to = '';

  override render() {
    const days = this.all();
    const most = Math.max(0, ...days.map(({ sent, other }) => sent + other));
    if (most === 0) return nothing;
    const total = (of: 'sent' | 'other') => days.reduce((sum, day) => sum + day[of], 0);
    const label = `Runs by day, ${words(days[0]!.day)} to ${words(days.at(-1)!.day)}: ${total('sent')} would have sent something, ${total('other')} nothing; ${most} on the busiest day`;
    return html`
      <svg class="days" role="img" aria-label=${label} viewBox="0 0 ${days.length} ${most}" preserveAspectRatio="none">
        ${days.map(
          ({ day, sent, other }, n) => svg`<g><title>${words(day)}: ${sent} sent, ${other} not</title>
            <rect x=${n + 0.06} y=${most - sent - other} width="0.88" height=${other}></rect>
            <rect class="sent" x=${n + 0.06} y=${most - sent} width="0.88" height=${sent}></rect></g>`,
        )}
      </svg>
      <div class="legend hint"><span>${words(days[0]!.day)}</span><span class="keys"><span class="key sent">something sent</span><span class="key">nothing</span></span><span>${words(days.at(-1)!.day)}</span></div>`;
  }

  /** Every day, those included on which nothing began. */
  private all(): Day[] {
    const known = new Map(this.days.map(day => [day.day, day]));
    const named = this.days.map(({ day }) => Date.parse(day));
    const [first, last] = [Math.min(Date.parse(this.from), ...named), Math.max(Date.parse(this.to), ...named)];
    const days: Day[] = [];
    for (let at = first; at <= last; at += DAY) {
      const day = new Date(at).toISOString().slice(0, 10);
      days.push(known.get(day) ?? { day, sent: 0, other: 0 });
    }
    return days;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-dry-run-days': WxDryRunDays;
  }
}
