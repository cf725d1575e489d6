import { css } from 'lit';

export const automationsPageStyles = css`
  :host {
    display: block;
    block-size: 100%;
    overflow-y: auto;
    background: var(--wx-surface);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    justify-content: space-between;
    padding: 11px 18px;
    border-block-end: 1px solid var(--wx-line);
  }
  h1 {
    font-size: 1.125rem;
  }
  h2 {
    font-size: 1rem;
  }
  section {
    display: grid;
    gap: 4px;
    padding-block-start: 14px;
    border-block-start: 1px solid var(--wx-line);
  }
  section > :is(h2, p) {
    padding-inline: 18px;
  }
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr));
    gap: 12px;
    margin: 0;
    padding: 14px 18px 24px;
    list-style: none;
  }
  li {
    display: grid;
    gap: 6px;
    align-content: start;
    padding: 12px 14px;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius-large);
  }
  .title {
    display: flex;
    gap: 10px;
    align-items: center;
    justify-content: space-between;
  }
  .title :is(a, strong) {
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    font-size: 0.8125rem;
  }
  .switch {
    display: inline-flex;
    flex: none;
    gap: 7px;
    align-items: center;
    min-inline-size: 68px;
    min-block-size: 30px;
    padding: 0 4px;
    border: 0;
    background: none;
    font-size: 0.8125rem;
    cursor: pointer;
  }
  .switch:disabled {
    cursor: not-allowed;
    opacity: 0.6;
  }
  .switch span {
    position: relative;
    inline-size: 32px;
    block-size: 18px;
    border: 1px solid var(--wx-line-strong);
    border-radius: 999px;
    background: var(--wx-sunken);
  }
  .switch span::before {
    position: absolute;
    inset-block: 2px;
    inset-inline-start: 2px;
    inline-size: 12px;
    border-radius: 999px;
    background: var(--wx-line-strong);
    content: '';
  }
  .switch[aria-checked='true'] span {
    border-color: var(--wx-accent);
    background: var(--wx-accent);
  }
  .switch[aria-checked='true'] span::before {
    inset-inline: auto 2px;
    background: var(--wx-on-accent);
  }
  .trouble {
    padding: 10px 18px;
    color: var(--wx-danger);
  }
  .message {
    padding: 60px 24px;
    color: var(--wx-text-quiet);
    text-align: center;
  }
  @media (pointer: coarse) {
    .switch {
      min-block-size: 42px;
    }
  }
  @media (max-width: 700px) {
    header,
    ul,
    section > :is(h2, p) {
      padding-inline: 12px;
    }
  }
`;
