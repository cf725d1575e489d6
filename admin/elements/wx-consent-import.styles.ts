import { css } from 'lit';

export const consentImportStyles = css`
  :host,
  .outcome {
    display: grid;
    gap: 12px;
  }
  h3 {
    font-size: 0.875rem;
  }
  .file {
    position: relative;
  }
  .file:focus-within {
    outline: 2px solid var(--wx-focus);
    outline-offset: 2px;
  }
  .file[data-busy] {
    opacity: 0.5;
  }
  .file input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    opacity: 0;
    cursor: pointer;
  }
  .outcome {
    padding: 14px;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius-large);
  }
  ol {
    display: grid;
    max-block-size: 20rem;
    margin: 0;
    padding: 0;
    overflow-y: auto;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 5rem repeat(2, minmax(0, 1fr));
    gap: 2px 14px;
    padding-block: 8px;
    border-block-start: 1px solid var(--wx-line);
    overflow-wrap: anywhere;
  }
  .line {
    font-weight: 550;
  }
  [role='alert'] {
    color: var(--wx-danger);
  }
  @media (max-width: 700px) {
    li {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
