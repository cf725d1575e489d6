import { css } from 'lit';

export const leadScoreStyles = css`
  h2 {
    font-size: 1rem;
  }
  .quiet {
    color: var(--wx-text-quiet);
  }
  form {
    display: grid;
    gap: 14px;
    margin-block: 12px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 18px;
    align-items: center;
  }
  label {
    display: inline-flex;
    gap: 8px;
    align-items: center;
  }
  input.field {
    inline-size: 5.5rem;
  }
  table {
    inline-size: min(100%, 34rem);
    border-collapse: collapse;
  }
  thead th {
    padding-block: 6px;
    color: var(--wx-text-quiet);
    font-size: 0.75rem;
    font-weight: 600;
  }
  tbody tr {
    border-block-start: 1px solid var(--wx-line);
  }
  tbody th {
    padding-block: 4px;
    font-weight: 400;
  }
  td {
    padding-block: 4px;
    inline-size: 6.5rem;
  }
`;
