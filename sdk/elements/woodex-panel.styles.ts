import { css } from 'lit';

/** The colours of all that is in the panel. `--_ink` is the merchant's colour made readable on the surface. */
export const panelStyles = css`
  :host {
    --_ink: var(--_color);
    --_soft: light-dark(#f4f0e9, #2a2723);
    --_line: light-dark(#e5dfd5, #3a3630);
    --_edge: light-dark(#8c8478, #837b70);
    --_muted: light-dark(#655e54, #b3aa9d);
    --_danger: light-dark(#a3271c, #ff9d8f);
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    block-size: 100%;
  }
  @supports (color: oklch(from red l c h)) {
    :host {
      --_ink: light-dark(oklch(from var(--_color) min(l, 0.48) c h), oklch(from var(--_color) max(l, 0.78) c h));
    }
  }
  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: calc(14px + env(safe-area-inset-top, 0px)) 10px 14px 18px;
    border-block-end: 1px solid var(--_line);
  }
  :host(:dir(rtl)) header {
    padding-inline: 18px 10px;
  }
  .mark {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 12px;
    background: var(--_color);
    color: var(--_on);
    font-size: 1.0625em;
    font-weight: 600;
  }
  .names {
    flex: 1;
    min-inline-size: 0;
  }
  h2,
  p {
    margin: 0;
  }
  h2 {
    font-size: 1em;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .names p {
    font-size: 0.8125em;
    line-height: 1.35;
    color: var(--_muted);
  }
  .close {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    color: var(--_muted);
  }
  .close:hover {
    background: var(--_soft);
    color: var(--_text);
  }
  .link:not(:empty) {
    padding: 9px 18px;
    background: var(--_soft);
    border-block-end: 1px solid var(--_line);
    font-size: 0.8125em;
    line-height: 1.4;
  }
  footer {
    padding: 4px 12px calc(8px + env(safe-area-inset-bottom, 0px));
  }
  .status {
    min-block-size: 1.5em;
    padding-inline: 8px;
    font-size: 0.78em;
    color: var(--_muted);
  }
  .status:empty {
    min-block-size: 6px;
  }
  woodex-whatsapp-link {
    margin-block-start: 4px;
  }
`;
