import { css } from 'lit';

/** A secret that was just made and is shown this once. */
export const freshSecret = css`
  .fresh {
    display: grid;
    gap: 8px;
    padding: 12px;
    border-radius: var(--wx-radius);
    background: var(--wx-warning-surface);
    color: var(--wx-warning);
  }
  code {
    overflow-wrap: anywhere;
    color: var(--wx-text);
  }
`;
