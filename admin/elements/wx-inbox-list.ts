import '@lit-labs/virtualizer';
import type { LitVirtualizer } from '@lit-labs/virtualizer';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ConversationSummary } from '../../contract/conversation.ts';
import type { TypingState } from '../state/typing.ts';
import { shared } from '../styles/shared.ts';
import './wx-inbox-row.ts';

/** The rows near the end are on the screen: the next page is wanted. */
export class MoreRequestEvent extends Event {
  constructor() {
    super('more-request', { bubbles: true, composed: true });
  }
}

/** Rows from the end at which the next page is asked for. */
const AHEAD = 10;
const ROW_HEIGHT = 70;

/** The conversations as a list that draws only what is looked at, and holds still while rows above it come and go. */
@customElement('wx-inbox-list')
export class WxInboxList extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-block-size: 0;
      }
      lit-virtualizer {
        block-size: 100%;
        overflow-anchor: none;
        scrollbar-width: thin;
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly ConversationSummary[] = [];
  @property({ attribute: false }) selectedId: string | null = null;
  @property({ attribute: false }) typing: TypingState = new Map();
  @property({ attribute: false }) hrefOf: (id: string) => string = id => id;
  @property() agentId = '';
  @property({ type: Boolean }) hasMore = false;
  /** The row that the arrow keys stand on. */
  @state() private cursorId: string | null = null;
  @query('lit-virtualizer') private list!: LitVirtualizer<ConversationSummary>;
  private lastVisible = 0;

  /** Moves the focus by so many rows, from where it is, or from the opened conversation. */
  step(by: number) {
    const from = this.rows.findIndex(({ id }) => id === (this.cursorId ?? this.selectedId));
    const to = Math.max(0, Math.min(this.rows.length - 1, from < 0 ? 0 : from + by));
    void this.focusRow(to);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('selectedId') && this.selectedId) this.cursorId = this.selectedId;
    const before = changed.get('rows');
    if (before && this.hasUpdated) this.holdStill(before);
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has('rows')) this.askForMore();
  }

  override render() {
    const tabbable = this.rows.some(({ id }) => id === this.cursorId) ? this.cursorId : this.rows[0]?.id;
    return html`<lit-virtualizer scroller role="list" aria-label="Conversations"
      .items=${[...this.rows]}
      .keyFunction=${(row: ConversationSummary | undefined, index: number) => row?.id ?? index}
      .renderItem=${(row: ConversationSummary | undefined, index: number) =>
        // When the list has just become shorter, the virtualizer may still ask for a row of before.
        row ? this.renderRow(row, index, row.id === tabbable) : nothing}
      @rangeChanged=${this.takeRange} @keydown=${this.stepByArrows} @focusin=${this.takeFocus}
    ></lit-virtualizer>`;
  }

  private renderRow(row: ConversationSummary, index: number, tabbable: boolean) {
    const typing = this.typing.get(row.id);
    return html`<wx-inbox-row role="listitem" data-id=${row.id}
      aria-posinset=${index + 1} aria-setsize=${this.hasMore ? -1 : this.rows.length}
      .row=${row} .agentId=${this.agentId} .href=${this.hrefOf(row.id)} .tabbable=${tabbable}
      .selected=${row.id === this.selectedId}
      .typing=${typing ? (typing.by === 'shopper' ? 'typing…' : 'An agent is writing…') : null}
    ></wx-inbox-row>`;
  }

  /** Rows have equal heights, so the first row that was seen stays where it was when its place in the list has changed. */
  private holdStill(before: readonly ConversationSummary[]) {
    const { list } = this;
    if (list.scrollTop < ROW_HEIGHT) return;
    const index = Math.floor(list.scrollTop / ROW_HEIGHT);
    const anchor = before[index];
    const now = anchor ? this.rows.findIndex(({ id }) => id === anchor.id) : -1;
    // The row that moved away itself (a new message lifted it to the top) is no anchor; its successor is.
    const next = before[index + 1];
    const place =
      now > index - 1 ? now - index : next ? this.rows.findIndex(({ id }) => id === next.id) - index - 1 : 0;
    if (place === 0) return;
    void this.updateComplete.then(() => list.scrollBy(0, place * ROW_HEIGHT));
  }

  private takeRange(event: Event & { last?: number }) {
    this.lastVisible = event.last ?? 0;
    this.askForMore();
  }

  private askForMore() {
    if (this.hasMore && this.lastVisible >= this.rows.length - AHEAD) this.dispatchEvent(new MoreRequestEvent());
  }

  private stepByArrows(event: KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.step(by);
  }

  private takeFocus(event: FocusEvent) {
    const row = event.composedPath().find(target => target instanceof HTMLElement && target.dataset.id);
    if (row instanceof HTMLElement) this.cursorId = row.dataset.id ?? null;
  }

  private async focusRow(index: number) {
    const row = this.rows[index];
    if (!row) return;
    this.cursorId = row.id;
    await this.updateComplete;
    const drawn = () => this.list.querySelector<HTMLElement>(`[data-id="${CSS.escape(row.id)}"]`);
    if (!drawn()) {
      // Too far away to have been drawn: only then will there be another layout to wait for.
      const layout = this.list.layoutComplete;
      this.list.element(index)?.scrollIntoView({ block: 'nearest' });
      // It is never complete when the list leaves the page meanwhile.
      await layout?.catch(() => {});
    }
    drawn()?.focus();
    drawn()?.scrollIntoView({ block: 'nearest' });
  }
}
