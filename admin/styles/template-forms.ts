import { css } from 'lit';

/** What the forms about templates share: a label above its field, what is wrong below it. */
export const templateForms = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }
  .item {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 5px;
    min-inline-size: 0;
  }
  .item > label,
  .item > .label {
    font-weight: 600;
    font-size: 0.8125rem;
  }
  .field {
    font: inherit;
    color: inherit;
  }
  select.field {
    inline-size: auto;
    max-inline-size: 100%;
    min-inline-size: 0;
    padding-inline: 8px;
  }
  textarea.field {
    padding-block: 8px;
    line-height: 1.45;
    resize: vertical;
  }
  .field[aria-invalid='true'] {
    border-color: var(--wx-danger);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .row.top {
    align-items: start;
  }
  .row > .field {
    flex: 1 1 9rem;
    inline-size: auto;
    min-inline-size: 0;
  }
  .hint {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  .problem {
    color: var(--wx-danger);
    font-size: 0.8125rem;
  }
  .note {
    padding: 8px 12px;
    border-radius: var(--wx-radius);
    background: var(--wx-sunken);
    font-size: 0.8125rem;
  }
  .note.warning {
    background: var(--wx-warning-surface);
    color: var(--wx-warning);
  }
  .note.danger {
    background: var(--wx-danger-surface);
    color: var(--wx-danger);
  }
`;
