import { css } from 'lit';

export const ruleFormStyles = css`
  :host {
    gap: 16px;
  }
  .box {
    padding: 12px 14px;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius);
  }
  .box > legend {
    margin: 0;
    padding-inline: 4px;
  }
  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  h2 {
    font-size: 1rem;
  }
  h3 {
    flex: 1 1 auto;
    margin: 0;
    font-size: 0.875rem;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    align-items: center;
    margin-block-end: 12px;
  }
  @media (max-width: 700px) {
    .box {
      padding: 10px;
    }
  }
`;
