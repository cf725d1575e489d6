import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TimelineEntry } from '../../contract/journey.ts';
import { Clock } from '../contexts/clock.ts';
import { dayOf, formatDay, formatTime } from '../state/time.ts';
import { type TimelineItem, timelineItems } from '../state/timeline.ts';
import { shared } from '../styles/shared.ts';
import './wx-timeline-entry.ts';

/** What happened with a customer, newest first, by day and by visit. Each entry keeps its element, so the browser holds still what is read. */
@customElement('wx-timeline')
export class WxTimeline extends LitElement {
  static override styles = [
    shared,
    css`
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .day {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        padding: 10px 0 6px;
        background: var(--wx-surface);
      }
      h3 {
        font-size: 0.875rem;
      }
      h4 {
        display: flex;
        gap: 10px;
        align-items: center;
        margin: 8px 0 4px;
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        font-weight: 500;
        font-variant-numeric: tabular-nums;
      }
      h4::after {
        flex: 1;
        border-block-start: 1px solid var(--wx-line);
        content: '';
      }
    `,
  ];

  @property({ attribute: false }) entries: readonly TimelineEntry[] = [];
  private readonly clock = new Clock(this);

  override render() {
    return html`<ol>${repeat(
      timelineItems(this.entries, dayOf),
      ({ key }) => key,
      item => this.renderItem(item),
    )}</ol>`;
  }

  private renderItem(item: TimelineItem) {
    switch (item.kind) {
      case 'day':
        return html`<li class="day"><h3>${formatDay(item.at, this.clock.now())}</h3></li>`;
      case 'visit':
        return html`<li><h4>Visit ${span(item.from, item.to)}</h4></li>`;
      case 'entry':
        return html`<li><wx-timeline-entry .entry=${item.entry}></wx-timeline-entry></li>`;
    }
  }
}

function span(from: string, to: string): string {
  const [begin, end] = [formatTime(from), formatTime(to)];
  return begin === end ? begin : `${begin} – ${end}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-timeline': WxTimeline;
  }
}
