import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TimelineEntry } from '../../contract/journey.ts';
import { MERGE_WORDS, STAGE_WORDS } from '../state/event-words.ts';
import { formatExact, formatTime } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import { scoreReasons } from './score-reason.ts';
import './wx-event-entry.ts';

const AUTHORS = { shopper: 'The customer wrote', agent: 'An agent wrote', system: 'Notice' };

/** One thing of a timeline: when, and what. */
@customElement('wx-timeline-entry')
export class WxTimelineEntry extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: 4.4rem 14px minmax(0, 1fr);
        gap: 10px;
        padding-block: 5px;
      }
      time {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        font-variant-numeric: tabular-nums;
        line-height: 1.7;
        white-space: nowrap;
      }
      .dot {
        inline-size: 9px;
        block-size: 9px;
        margin-block-start: 6px;
        border: 2px solid var(--wx-line-strong);
        border-radius: 50%;
      }
      .dot.order,
      .dot.quote,
      .dot.appointment {
        border-color: var(--wx-accent);
        background: var(--wx-accent);
      }
      .dot.cart,
      .dot.checkout {
        border-color: var(--wx-accent);
      }
      .dot.score,
      .dot.note {
        border-color: var(--wx-warning);
        background: var(--wx-warning);
      }
      .dot.message {
        border-color: var(--wx-read);
        background: var(--wx-read);
      }
      .what {
        overflow-wrap: anywhere;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      blockquote {
        margin: 2px 0 0;
        padding: 5px 10px;
        border-radius: var(--wx-radius);
        background: var(--wx-sunken);
        white-space: pre-wrap;
      }
      :host([compact]) {
        grid-template-columns: 3.4rem 12px minmax(0, 1fr);
        gap: 6px;
        padding-block: 3px;
      }
      :host([compact]) :is(blockquote:not(.note), .quiet) {
        display: none;
      }
      @media (max-width: 500px) {
        :host {
          grid-template-columns: 3.2rem 12px minmax(0, 1fr);
          gap: 6px;
        }
      }
    `,
  ];

  @property({ attribute: false }) entry!: TimelineEntry;
  /** Beside a conversation there is little room: what was written, and why a score moved, is seen elsewhere. */
  @property({ type: Boolean, reflect: true }) compact = false;

  override render() {
    const { entry } = this;
    const kind = entry.kind === 'event' ? entry.name.split('_')[0] : entry.kind;
    return html`<time datetime=${entry.at} title=${formatExact(entry.at)}>${formatTime(entry.at)}</time>
      <span class="dot ${kind}" aria-hidden="true"></span>
      <div class="what">${this.renderWhat(entry)}</div>`;
  }

  private renderWhat(entry: TimelineEntry) {
    switch (entry.kind) {
      case 'event':
        return html`<wx-event-entry .entry=${entry}></wx-event-entry>`;
      case 'message':
        return html`${AUTHORS[entry.author]}${entry.channel === 'whatsapp' ? ' on WhatsApp' : nothing}
          <blockquote dir="auto">${entry.text}</blockquote>`;
      case 'score':
        return html`<strong>Lead score ${entry.from} → ${entry.to}</strong>${entry.becameHot ? ' · turned hot' : nothing}${
          entry.stageFrom === entry.stageTo ? nothing : ` · now ${STAGE_WORDS[entry.stageTo].toLowerCase()}`
        }<div class="quiet">${scoreReasons(entry.reasons)}</div>`;
      case 'note':
        return html`<strong>Note</strong> by the rule <bdi>${entry.author}</bdi><blockquote class="note" dir="auto">${entry.text}</blockquote>`;
      case 'merge': {
        const { from, reason, undoneAt } = entry.merge;
        return html`<strong>Became one with <bdi>${from.fullName ?? 'a guest'}</bdi></strong>${undoneAt ? ' · undone' : nothing}
          <div class="quiet">because ${MERGE_WORDS[reason]}</div>`;
      }
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-timeline-entry': WxTimelineEntry;
  }
}
