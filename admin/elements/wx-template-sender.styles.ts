import { css } from 'lit';

export const templateSenderStyles = css`
  wa-dialog {
    --width: min(56rem, 94vw);
  }
  h2 {
    margin-block-end: 12px;
    font-size: 1.0625rem;
    overflow-wrap: anywhere;
  }
  .choice {
    display: grid;
    margin: 8px 0 0;
    padding: 0;
    max-block-size: 55vh;
    overflow-y: auto;
    list-style: none;
  }
  .choice button {
    display: grid;
    gap: 3px;
    inline-size: 100%;
    padding: 10px;
    border: 0;
    border-block-end: 1px solid var(--wx-line);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .choice button:hover {
    background: var(--wx-hover);
  }
  .choice button:focus-visible {
    outline-offset: -2px;
  }
  .title {
    overflow-wrap: anywhere;
  }
  .mark {
    margin-inline-start: 6px;
    padding: 1px 7px;
    border-radius: 999px;
    background: var(--wx-warning-surface);
    color: var(--wx-warning);
    font-size: 0.75rem;
    white-space: nowrap;
  }
  .mark.refused {
    background: var(--wx-danger-surface);
    color: var(--wx-danger);
  }
  .text {
    display: -webkit-box;
    overflow: hidden;
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .filling {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 20rem);
    gap: 18px;
    align-items: start;
  }
  .filling > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    margin-block-start: 18px;
  }
  @media (max-width: 700px) {
    .filling {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
