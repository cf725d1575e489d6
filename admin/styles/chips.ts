import { css } from 'lit';

/** A short word about how something stands: `good`, `wait`, `bad`, or neither. */
export const chips = css`
  .chip {
    padding: 1px 9px;
    border-radius: 999px;
    background: var(--wx-sunken);
    font-size: 0.75rem;
    font-weight: 600;
    white-space: nowrap;
  }
  .chip.good {
    background: var(--wx-selected);
    color: var(--wx-accent);
  }
  .chip.wait {
    background: var(--wx-warning-surface);
    color: var(--wx-warning);
  }
  .chip.bad {
    background: var(--wx-danger-surface);
    color: var(--wx-danger);
  }
`;
