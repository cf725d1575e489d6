import { css } from 'lit';

export const composerStyles = css`
  :host {
    display: block;
    padding: 0 16px 16px;
  }
  .box {
    border: 1px solid var(--wx-line-strong);
    border-radius: var(--wx-radius-large);
    background: var(--wx-surface);
  }
  .box:focus-within {
    border-color: var(--wx-focus);
    box-shadow: 0 0 0 1px var(--wx-focus);
  }
  .box.shut {
    border-color: var(--wx-line);
    background: var(--wx-sunken);
  }
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 42px;
    max-block-size: 38vh;
    padding: 10px 14px 6px;
    border: 0;
    outline: 0;
    background: none;
    line-height: 1.45;
    resize: none;
  }
  textarea:focus-visible {
    outline: 0;
  }
  textarea::placeholder {
    color: var(--wx-text-quiet);
    opacity: 1;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 4px 8px 8px;
  }
  .box.dropping {
    border-style: dashed;
    border-color: var(--wx-focus);
    background: var(--wx-selected);
  }
  .quoted {
    display: flex;
    align-items: start;
    gap: 6px;
    padding: 8px 8px 0 12px;
  }
  .quoted wx-quote {
    flex: 1;
  }
  .tool {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 34px;
    block-size: 34px;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
    color: var(--wx-text-quiet);
    cursor: pointer;
  }
  .tool:hover:not(:disabled) {
    background: var(--wx-hover);
    color: var(--wx-text);
  }
  .tool:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .tool + .tool {
    margin-inline-start: -8px;
  }
  .hint {
    flex: 1;
    overflow: hidden;
    color: var(--wx-text-quiet);
    font-size: 0.75rem;
    text-align: end;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .channels {
    display: inline-flex;
    border-radius: 999px;
    background: var(--wx-sunken);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 4px 10px;
    border-radius: 999px;
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
    white-space: nowrap;
  }
  label.chip {
    cursor: pointer;
  }
  label.chip:has(:checked) {
    background: var(--wx-selected);
    color: var(--wx-text);
    font-weight: 600;
  }
  label.chip:has(:focus-visible) {
    outline: 2px solid var(--wx-focus);
  }
  .chip.whatsapp svg {
    color: var(--wx-whatsapp);
  }
  @media (max-width: 700px) {
    :host {
      padding: 0 10px 10px;
    }
    .tools {
      gap: 4px;
    }
    .tool + .tool {
      margin-inline-start: -4px;
    }
    .hint {
      display: none;
    }
    .tools > .button {
      margin-inline-start: auto;
      padding-inline: 10px;
    }
    .chip {
      padding-inline: 6px;
    }
  }
  @media (max-width: 420px) {
    .tools {
      gap: 2px;
      padding-inline: 6px;
    }
    .tool + .tool {
      margin-inline-start: -2px;
    }
    .tools > .button {
      padding-inline: 8px;
    }
    /* Its sign alone: the words are for who cannot see it. */
    label.chip:not(:has(:checked)) {
      padding-inline: 8px;
    }
    label.chip:not(:has(:checked)) .name {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
