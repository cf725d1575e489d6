import { css } from 'lit';

export const sendingPageStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    block-size: 100%;
    background: var(--wx-surface);
  }
  header {
    display: grid;
    gap: 12px;
    padding: 16px 18px;
    border-block-end: 1px solid var(--wx-line);
  }
  h1 {
    font-size: 1.125rem;
  }
  nav,
  .head,
  .acts,
  .pages {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 10px;
    align-items: baseline;
  }
  nav .button[aria-pressed='true'] {
    border-color: var(--wx-accent);
    color: var(--wx-accent);
  }
  .count {
    font-variant-numeric: tabular-nums;
  }
  .stop {
    display: grid;
    gap: 2px;
    padding: 10px 12px;
    border: 1px solid var(--wx-line);
    border-inline-start: 4px solid var(--wx-danger, #b3261e);
    border-radius: 6px;
  }
  .list {
    overflow-y: auto;
  }
  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .list > ul > li {
    display: grid;
    gap: 4px;
    padding: 12px 18px;
    border-block-end: 1px solid var(--wx-line);
  }
  .head a {
    flex: 1 1 8rem;
    min-inline-size: 0;
    font-weight: 600;
  }
  .purpose,
  time,
  .quiet,
  details {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .preview {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .acts,
  .pages {
    margin-block-start: 4px;
  }
  .pages {
    padding: 12px 18px;
  }
  .trouble {
    color: var(--wx-danger, #b3261e);
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
`;
