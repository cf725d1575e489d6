import { css } from 'lit';

/** What every element of the dashboard shares: box model, focus ring, buttons, text fields, text for screen readers only. */
export const shared = css`
  :host {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--wx-focus);
    outline-offset: 2px;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
  }
  /* A sentence has its own direction, so that its full stop stands at its end; where it stands is the page's. */
  :where(:is(h1, h2, h3, p, li, dt, dd, th, td, caption, legend, label, time, [role='status'], .row > span):not([dir])) {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  :where(:is(button, .button):not([dir])) {
    unicode-bidi: plaintext;
  }
  a {
    color: var(--wx-accent);
  }
  svg {
    display: block;
    flex: none;
  }
  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
    accent-color: var(--wx-accent);
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: 34px;
    padding: 0 12px;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius);
    background: var(--wx-surface);
    color: var(--wx-text);
    font-weight: 550;
    white-space: nowrap;
    text-decoration: none;
    cursor: pointer;
  }
  .button:hover {
    background: var(--wx-hover);
  }
  .button.primary {
    border-color: transparent;
    background: var(--wx-accent);
    color: var(--wx-on-accent);
  }
  .button.primary:hover {
    background: var(--wx-accent-hover);
  }
  .button.quiet {
    border-color: transparent;
    background: none;
  }
  .button.quiet:hover {
    background: color-mix(in srgb, currentColor 8%, transparent);
  }
  .button.icon {
    inline-size: 34px;
    padding: 0;
  }
  .button.small {
    min-block-size: 26px;
    padding: 0 8px;
    font-size: 0.8125rem;
  }
  .button:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }
  .field {
    inline-size: 100%;
    min-block-size: 36px;
    padding: 0 12px;
    border: 1px solid var(--wx-line-strong);
    border-radius: var(--wx-radius);
    background: var(--wx-surface);
  }
  .field:focus-visible {
    outline-offset: -1px;
  }
  .visually-hidden:not(:focus-within) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (pointer: coarse) {
    .button,
    .field {
      min-block-size: 42px;
    }
    .button.icon {
      inline-size: 42px;
    }
    /* iOS zooms into fields with smaller text. */
    .field,
    textarea {
      font-size: 1rem;
    }
  }
`;
