import { css } from 'lit';

export const dryRunStyles = css`
  :host {
    display: grid;
    gap: 14px;
    min-inline-size: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }
  progress {
    flex: 1 1 160px;
    accent-color: var(--wx-accent);
  }
  .hint,
  time,
  summary,
  caption {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  h3 {
    font-size: 0.875rem;
  }
  ul,
  ol {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .outcome {
    display: grid;
    grid-template-columns: 4.5ch minmax(0, 1fr);
    gap: 4px 10px;
    inline-size: 100%;
    padding: 7px 10px;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius);
    background: var(--wx-surface);
    text-align: start;
    cursor: pointer;
  }
  .outcome:hover {
    background: var(--wx-hover);
  }
  .outcome[aria-pressed='true'] {
    border-color: var(--wx-accent);
    background: var(--wx-selected);
  }
  .outcome strong {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .note {
    padding: 8px 12px;
    border-radius: var(--wx-radius);
    background: var(--wx-warning-surface);
    color: var(--wx-warning);
    overflow-wrap: anywhere;
  }
  .days {
    inline-size: 100%;
    block-size: 96px;
    padding-block-start: 4px;
    border-block-end: 1px solid var(--wx-line-strong);
    fill: var(--wx-line-strong);
    fill-opacity: 0.55;
  }
  :host(:dir(rtl)) .days {
    transform: scaleX(-1);
  }
  .days .sent {
    fill: var(--wx-accent);
    fill-opacity: 1;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 4px 12px;
  }
  .keys {
    display: flex;
    gap: 14px;
  }
  .key::before {
    content: '';
    display: inline-block;
    inline-size: 0.7em;
    block-size: 0.7em;
    margin-inline-end: 0.4em;
    background: var(--wx-line-strong);
    opacity: 0.55;
  }
  .key.sent::before {
    background: var(--wx-accent);
    opacity: 1;
  }
  .table {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding-block: 5px;
    padding-inline: 0 8px;
    border-block-end: 1px solid var(--wx-line);
    font-weight: inherit;
  }
  thead th {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  td.number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  td .field {
    inline-size: 9ch;
  }
  @media (max-width: 500px) {
    table {
      font-size: 0.8125rem;
    }
    th,
    td {
      padding-inline-end: 5px;
    }
    td .field {
      inline-size: 7.5ch;
      padding-inline: 6px;
    }
  }
  .currency {
    margin-block-start: 10px;
  }
  .currency .field {
    inline-size: 8ch;
    text-transform: uppercase;
  }
  .samples > li {
    display: grid;
    gap: 4px;
    padding: 10px 12px;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius);
  }
  .samples a {
    font-weight: 600;
  }
  p {
    overflow-wrap: anywhere;
  }
  blockquote {
    margin: 4px 0 0;
    padding: 8px 12px;
    border-radius: var(--wx-radius-large);
    background: var(--wx-bubble-own);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  details ol {
    margin-block-start: 8px;
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--wx-line);
  }
  summary {
    cursor: pointer;
  }
`;
