import { css } from 'lit';

export const templatesPageStyles = css`
  :host {
    display: block;
    block-size: 100%;
    overflow-y: auto;
    background: var(--wx-surface);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
    padding: 16px 18px;
    border-block-end: 1px solid var(--wx-line);
  }
  h1 {
    flex: 1;
    font-size: 1.125rem;
  }
  header .field {
    flex: 1 0 100%;
  }
  .said {
    padding: 8px 18px;
    color: var(--wx-text-quiet);
  }
  .said:empty {
    display: none;
  }
  ul {
    display: grid;
    gap: 12px;
    max-inline-size: 60rem;
    margin: 0;
    padding: 14px 18px 48px;
    list-style: none;
  }
  li {
    display: grid;
    gap: 6px;
    padding: 12px 14px;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius-large);
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 10px;
    align-items: center;
  }
  .title a {
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .text {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .message {
    display: grid;
    justify-items: center;
    gap: 10px;
    padding: 60px 24px;
    color: var(--wx-text-quiet);
    text-align: center;
  }
  @media (max-width: 700px) {
    header,
    ul {
      padding-inline: 12px;
    }
  }
`;
