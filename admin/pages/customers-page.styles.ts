import { css } from 'lit';

export const customersPageStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    block-size: 100%;
    background: var(--wx-surface);
  }
  :host([person]) {
    display: block;
    overflow-y: auto;
  }
  header {
    display: grid;
    gap: 14px;
    padding: 16px 18px;
    border-block-end: 1px solid var(--wx-line);
  }
  .title,
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }
  h1 {
    flex: 1;
    font-size: 1.125rem;
    white-space: nowrap;
  }
  .filters {
    padding: 10px 18px;
    border-block-end: 1px solid var(--wx-line);
  }
  .field {
    font: inherit;
  }
  select.field {
    inline-size: auto;
    min-inline-size: 0;
    padding-inline: 8px;
  }
  input[type='search'] {
    flex: 1 1 11rem;
    inline-size: auto;
  }
  input[type='number'] {
    inline-size: 4.5rem;
  }
  label {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    white-space: nowrap;
  }
  .count {
    color: var(--wx-text-quiet);
    font-variant-numeric: tabular-nums;
  }
  .list {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-block-size: 0;
  }
  .cut-off {
    padding: 10px 18px;
    border-block-start: 1px solid var(--wx-line);
  }
  .message {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 12px;
    padding: 24px;
    color: var(--wx-text-quiet);
    text-align: center;
  }
  @media (max-width: 700px) {
    /* There is no room for all: the page scrolls, and the list has most of a screen to itself. */
    :host(:not([person])) {
      grid-template-rows: auto auto minmax(min(70dvh, 30rem), 1fr);
      overflow-y: auto;
    }
    header,
    .filters {
      padding: 12px;
    }
    .filters {
      gap: 8px;
    }
    select.field {
      max-inline-size: 8.5rem;
    }
  }
`;
