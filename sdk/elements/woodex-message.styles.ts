import { css } from 'lit';

export const messageStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    padding-block-start: 3px;
  }
  :host([first]) {
    padding-block-start: 14px;
  }
  :host([own]) {
    align-items: flex-end;
  }
  .speech {
    --_corner: min(18px, var(--_radius));
    max-inline-size: min(84%, 30em);
    box-sizing: border-box;
    padding: 9px 14px;
    border: 1px solid transparent;
    border-radius: var(--_corner);
    background: var(--_soft);
    font-size: 0.9375em;
    white-space: pre-wrap;
  }
  :host([last]:not([own])) .speech {
    border-end-start-radius: 5px;
  }
  :host([last][own]) .speech {
    border-end-end-radius: 5px;
  }
  :host([own]) .speech {
    background: var(--_color);
    color: var(--_on);
  }
  .speech.failed {
    background: transparent;
    border-color: var(--_danger);
    color: var(--_text);
  }
  .text {
    display: block;
  }
  .sender {
    margin: 0 4px 4px 14px;
    font-size: 0.78em;
    font-weight: 600;
    color: var(--_muted);
  }
  a {
    color: inherit;
    text-underline-offset: 2px;
  }
  :host([own]) .speech :focus-visible {
    outline-color: currentColor;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    margin: 4px 6px 0;
    font-size: 0.75em;
    color: var(--_muted);
  }
  .foot.failed {
    color: var(--_danger);
  }
  .foot svg {
    inline-size: 15px;
    block-size: 15px;
    stroke-width: 2;
  }
  button {
    min-block-size: 28px;
    padding-inline: 6px;
    border-radius: 6px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .quote {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    margin-block-end: 4px;
    padding-inline-start: 8px;
    border-inline-start: 3px solid;
    overflow: hidden;
    font-size: 0.87em;
    opacity: 0.8;
  }
  .reactions {
    margin: -7px 10px 0;
    padding: 1px 8px;
    border: 1px solid var(--_edge);
    border-radius: 12px;
    background: var(--_surface);
    font-size: 0.8em;
  }
  .notice {
    align-self: center;
    max-inline-size: 90%;
    padding-block: 8px;
    font-size: 0.8em;
    text-align: center;
    color: var(--_muted);
  }
  @media (forced-colors: active) {
    .speech {
      border-color: CanvasText;
    }
  }
`;
