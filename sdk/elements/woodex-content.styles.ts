import { css } from 'lit';

export const contentStyles = css`
  :host {
    display: block;
    color: inherit;
    white-space: normal;
  }
  img,
  video {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
    max-block-size: 300px;
    border-radius: 10px;
    object-fit: contain;
  }
  img.sticker {
    inline-size: 130px;
    block-size: 130px;
  }
  audio {
    display: block;
    inline-size: 230px;
    max-inline-size: 100%;
    block-size: 40px;
  }
  a {
    color: inherit;
    text-underline-offset: 2px;
  }
  .words {
    display: block;
    white-space: pre-wrap;
  }
  img + .words,
  video + .words,
  a + .words {
    margin-block-start: 6px;
  }
  strong {
    display: block;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  small {
    display: block;
    font-size: 0.85em;
    opacity: 0.8;
  }
  .answers {
    display: grid;
    gap: 6px;
    margin-block-start: 8px;
  }
  button {
    min-block-size: 40px;
    padding: 6px 14px;
    border: 1px solid var(--_edge);
    border-radius: min(14px, var(--_radius));
    background: var(--_surface);
    color: var(--_ink);
    font-weight: 600;
    text-align: center;
  }
  button small {
    font-weight: 400;
  }
  summary {
    min-block-size: 40px;
    align-content: center;
    font-weight: 600;
    cursor: pointer;
  }
  ul {
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
  }
`;
