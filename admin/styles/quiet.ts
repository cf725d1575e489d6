import { css } from 'lit';

/** What the settings' forms share: words that step back, and a line of buttons below. */
export const quiet = css`
  .quiet {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    align-items: center;
  }
`;
