import { css } from 'lit';

export const ruleEditorStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
    gap: 18px 32px;
    align-items: start;
  }
  form,
  aside,
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }
  aside {
    position: sticky;
    inset-block-start: 14px;
    max-block-size: calc(100dvh - 28px);
    overflow-y: auto;
    gap: 22px;
  }
  section {
    gap: 8px;
  }
  h2 {
    font-size: 1rem;
  }
  .wrong ul {
    margin: 4px 0 0;
    padding-inline-start: 18px;
  }
  .wrong button {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font-weight: 600;
    text-decoration: underline;
    cursor: pointer;
  }
  @media (max-width: 900px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
    }
    aside {
      position: static;
      max-block-size: none;
    }
  }
`;
