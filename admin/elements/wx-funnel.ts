import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Funnel } from '../../contract/journey.ts';
import { STAGE_WORDS } from '../state/event-words.ts';
import { shared } from '../styles/shared.ts';

/** How many came how far, how many stopped before, and where they are now. */
@customElement('wx-funnel')
export class WxFunnel extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      ol,
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        font-variant-numeric: tabular-nums;
      }
      ol {
        display: grid;
        grid-template-columns: repeat(6, minmax(0, 1fr));
        gap: 6px;
      }
      li {
        min-inline-size: 0;
      }
      ol > li {
        display: grid;
        grid-template-rows: 1.4em 52px auto 1.4em;
        gap: 4px;
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
      .lying {
        display: none;
      }
      b {
        font-size: 1.0625rem;
        line-height: 1.2;
      }
      .lost {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        white-space: nowrap;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      ul b {
        color: var(--wx-text);
        font-size: inherit;
      }
      @media (max-width: 700px) {
        ol {
          grid-template-columns: minmax(0, 1fr);
          gap: 4px;
        }
        ol > li {
          grid-template: auto / 6.4rem minmax(2rem, 1fr) 2.6rem 6.2rem;
          gap: 8px;
          align-items: center;
        }
        ol svg {
          block-size: 14px;
          border-radius: 4px;
        }
        ol b {
          font-size: 0.875rem;
          text-align: end;
        }
        .standing {
          display: none;
        }
        .lying {
          display: inline;
        }
        :host(:dir(rtl)) svg {
          transform: scaleX(-1);
        }
      }
    `,
  ];

  @property({ attribute: false }) funnel!: Funnel;

  override render() {
    const { steps, now } = this.funnel;
    const all = Math.max(1, steps[0]?.reached ?? 0);
    return html`<ol aria-label="How far customers came">
        ${steps.map(({ stage, reached, lost }, i) => {
          const share = (100 * reached) / all;
          return html`<li>
            <span class="stage">${STAGE_WORDS[stage]}</span>
            ${bar(share, i)}
            <b>${reached.toLocaleString()}</b>
            <span class="lost"><bdi dir="ltr">${lossWords(i, lost, steps[i - 1]?.reached ?? 0)}</bdi></span>
          </li>`;
        })}
      </ol>
      <ul aria-label="Where they are now"><li>Now:</li>${now
        .filter(({ customers }) => customers > 0)
        .map(
          ({ stage, customers }) => html`<li>${STAGE_WORDS[stage]} <b>${customers.toLocaleString()}</b></li>`,
        )}</ul>`;
  }
}

/** One bar stands and one lies; the style shows the one that there is room for. */
const bar = (share: number, i: number) =>
  html`<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" fill="var(--wx-accent)" fill-opacity=${1 - i * 0.09}>
    <rect class="standing" y=${100 - share} width="100" height=${share}></rect>
    <rect class="lying" width=${share} height="100"></rect>
  </svg>`;

/** How many of the stage before stopped there. */
function lossWords(i: number, lost: number, before: number): string {
  if (i === 0) return 'everybody';
  if (before === 0) return '';
  return lost === 0 ? 'nobody lost' : `−${lost.toLocaleString()} (${Math.round((100 * lost) / before)} %)`;
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-funnel': WxFunnel;
  }
}
