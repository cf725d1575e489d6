import { css } from 'lit';

export const webhookSettingsStyles = css`
  :host,
  section {
    display: grid;
    gap: 12px;
    min-inline-size: 0;
  }
  h2 {
    margin: 0;
    font-size: 1rem;
  }
  h3 {
    margin: 0;
    font-size: 0.9375rem;
  }
  p {
    margin: 0;
  }
  .quiet {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  .trouble {
    color: var(--wx-danger);
  }
  ul {
    display: grid;
    gap: 0;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .endpoints > li {
    padding-block: 12px;
    border-block-end: 1px solid var(--wx-line);
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    align-items: end;
  }
  form label {
    display: grid;
    flex: 1 1 14rem;
    gap: 4px;
    min-inline-size: 0;
    font-weight: 600;
    font-size: 0.8125rem;
  }
  form .field {
    inline-size: 100%;
    font-weight: 400;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 10px;
    align-items: baseline;
  }
  .off {
    padding: 1px 8px;
    border-radius: 999px;
    background: var(--wx-sunken);
    color: var(--wx-text-quiet);
    font-size: 0.75rem;
  }
  summary {
    min-block-size: 24px;
    font-size: 0.875rem;
    cursor: pointer;
  }
  .told li {
    display: grid;
    gap: 2px;
    padding-block: 8px;
    border-block-start: 1px solid var(--wx-line);
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
`;
