import { css } from 'lit';

export const runsStyles = css`
  :host {
    display: grid;
    gap: 10px;
    min-inline-size: 0;
  }
  .filters,
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 8px;
    align-items: baseline;
  }
  .filters .button[aria-pressed='true'] {
    border-color: var(--wx-accent);
    color: var(--wx-accent);
  }
  ul,
  ol {
    display: grid;
    gap: 10px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ul > li {
    display: grid;
    gap: 4px;
    padding: 10px 12px;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius);
  }
  .head a {
    font-weight: 600;
  }
  p {
    overflow-wrap: anywhere;
  }
  time,
  .quiet,
  summary {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  strong {
    margin-inline-end: 0.4em;
  }
  summary {
    cursor: pointer;
  }
  ol {
    margin-block-start: 8px;
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--wx-line);
  }
`;
