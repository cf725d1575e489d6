import { css } from 'lit';

export const rulePreviewStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  ol,
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ol {
    gap: 18px;
  }
  ol > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  ol[data-behind] {
    opacity: 0.6;
  }
  ul {
    gap: 2px;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: 0.875rem;
  }
  .text {
    justify-self: start;
    max-inline-size: 330px;
    padding: 8px 12px;
    border-radius: 4px 12px 12px;
    background: var(--wx-bubble-own);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  mark {
    padding: 0 2px;
    border-radius: 3px;
    background: none;
    color: inherit;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  mark.fallback {
    background: var(--wx-warning-surface);
    color: var(--wx-warning);
  }
  mark.missing {
    background: var(--wx-danger-surface);
    color: var(--wx-danger);
    text-decoration: none;
  }
`;
