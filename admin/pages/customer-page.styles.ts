import { css } from 'lit';

export const customerPageStyles = css`
  :host {
    display: block;
    padding: 12px 18px 40px;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(16rem, 22rem) minmax(0, 46rem);
    gap: 12px 40px;
    align-items: start;
  }
  aside {
    display: grid;
    gap: 18px;
  }
  header {
    display: flex;
    gap: 12px;
    align-items: center;
    margin-block-start: 10px;
  }
  wx-avatar {
    --size: 48px;
  }
  h1 {
    font-size: 1.125rem;
    overflow-wrap: anywhere;
  }
  h2 {
    margin-block-end: 6px;
    color: var(--wx-text-quiet);
    font-size: 0.75rem;
    font-weight: 600;
  }
  .quiet {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  .trouble {
    color: var(--wx-danger);
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    padding-block: 8px;
  }
  .filters [aria-pressed='true'] {
    border-color: transparent;
    background: var(--wx-selected);
    color: var(--wx-accent);
  }
  .message {
    padding: 24px 0;
    color: var(--wx-text-quiet);
  }
  nav .button {
    margin-inline-start: -12px;
  }
  nav .button::before {
    content: '←';
  }
  nav .button:dir(rtl)::before {
    content: '→';
  }
  @media (max-width: 900px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
