import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ScorePreview } from '../../contract/lead-score.ts';
import { shared } from '../styles/shared.ts';
import { scoreReasons } from './score-reason.ts';

/** What another score table would say of those seen in the last month. */
@customElement('wx-score-preview')
export class WxScorePreview extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 12px;
        padding: 14px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius-large);
      }
      h3 {
        font-size: 0.875rem;
      }
      table {
        inline-size: min(100%, 30rem);
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 2px 8px 2px 0;
        font-weight: 400;
      }
      td {
        white-space: nowrap;
      }
      svg {
        display: inline-block;
        inline-size: 7rem;
        block-size: 10px;
      }
      ul {
        display: grid;
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) preview!: ScorePreview;

  override render() {
    const { customers, higher, lower, becomeHot, coolDown, before, after, examples } = this.preview;
    const most = Math.max(1, ...before, ...after);
    return html`
      <h3>On the ${customers.toLocaleString()} customers of the last 30 days</h3>
      <p>${becomeHot.toLocaleString()} would become hot, ${coolDown.toLocaleString()} would cool down; ${higher.toLocaleString()} would have a higher score, ${lower.toLocaleString()} a lower one.</p>
      <table>
        <thead><tr class="quiet"><th scope="col">Score</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>
        <tbody>${before.map(
          (n, i) =>
            html`<tr><th scope="row"><bdi dir="ltr">${i === 9 ? '90–100' : `${i * 10}–${i * 10 + 9}`}</bdi></th><td>${bar(n, most)}</td><td>${bar(after[i]!, most)}</td></tr>`,
        )}</tbody>
      </table>
      ${
        examples.length > 0
          ? html`<h3>Who would change most</h3><ul>${examples.map(
              ({ customerId, fullName, from, to, reasons }) =>
                html`<li><a href="/admin/customers/${customerId}"><bdi>${fullName ?? 'A guest'}</bdi></a> <bdi dir="ltr">${from} → <strong>${to}</strong></bdi><div class="quiet">${reasons.length === 0 ? 'nothing has happened yet' : scoreReasons(reasons)}</div></li>`,
            )}</ul>`
          : nothing
      }`;
  }
}

const bar = (n: number, most: number) =>
  html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width=${(100 * n) / most} height="10" rx="2" fill="var(--wx-accent)"></rect></svg> ${n.toLocaleString()}`;
