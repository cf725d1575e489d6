import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Funnel } from '../../contract/journey.ts';
import { STAGE_WORDS } from '../state/event-words.ts';
import { shared } from '../styles/shared.ts';

/** How many came how far, and how many stopped before. */
@customElement('wx-funnel')
export class WxFunnel extends LitElement {
  static override styles = [
    shared,
    css`
      ol {
        display: grid;
        grid-template-columns: repeat(6, minmax(0, 1fr));
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-rows: auto 56px auto auto;
        gap: 4px;
        font-variant-numeric: tabular-nums;
      }
      .stage {
        overflow: hidden;
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      svg {
        inline-size: 100%;
        block-size: 100%;
        border-radius: 6px;
        background: var(--wx-sunken);
      }
      b {
        font-size: 1.0625rem;
      }
      .lost {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      @media (max-width: 700px) {
        ol {
          grid-template-columns: minmax(0, 1fr);
        }
        li {
          grid-template: auto / 7.5rem minmax(0, 1fr) 3.5rem;
          align-items: center;
        }
        svg {
          block-size: 16px;
        }
        b {
          font-size: 0.875rem;
          text-align: end;
        }
        .lost {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) funnel!: Funnel;

  override render() {
    const { steps } = this.funnel;
    const all = Math.max(1, steps[0]?.reached ?? 0);
    return html`<ol aria-label="How far customers come">
      ${steps.map(({ stage, reached, lost }, i) => {
        const share = Math.round((100 * reached) / all);
        const before = steps[i - 1]?.reached ?? 0;
        return html`<li>
          <span class="stage">${STAGE_WORDS[stage]}</span>
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <rect y=${100 - share} width="100" height=${share} fill="var(--wx-accent)" opacity=${1 - i * 0.09}></rect>
          </svg>
          <b>${reached.toLocaleString()}</b>
          <span class="lost">${lossWords(i, lost, before)}</span>
        </li>`;
      })}
    </ol>`;
  }
}

/** How many of the stage before stopped there. */
function lossWords(i: number, lost: number, before: number): string {
  if (i === 0) return 'everybody';
  if (before === 0) return '';
  return lost === 0 ? 'nobody lost' : `−${lost.toLocaleString()} (${Math.round((100 * lost) / before)} %)`;
}
