import { css } from 'lit';

/**
 * Documented properties begin with `--woodex-`, private ones with `--_`. `--_on` is black or white, whichever is readable on the colour.
 */
export const chatStyles = css`
  :host {
    all: initial;
    display: contents;
  }
  :host([hidden]) {
    display: none;
  }
  .root {
    all: initial;
    color-scheme: light dark;
    --_color: var(--woodex-color, var(--_merchant-color, #24503f));
    --_on: #fff;
    --_surface: light-dark(#fffdfa, #1c1a17);
    --_text: light-dark(#25211c, #f3eee6);
    --_radius: var(--woodex-radius, 20px);
    --_x: calc(var(--woodex-offset-x, 20px) + max(env(safe-area-inset-left), env(safe-area-inset-right)));
    --_y: calc(var(--woodex-offset-y, 20px) + env(safe-area-inset-bottom));
    --_size: var(--woodex-bubble-size, 60px);
    --_z: var(--woodex-z-index, 2147483000);
    font: medium / 1.45 var(--woodex-font, system-ui, sans-serif);
    color: var(--_text);
  }
  @supports (color: color(from red xyz-d65 x y z)) {
    .root {
      --_w: clamp(0, (0.179 - y) * 100000, 1);
      --_on: color(from var(--_color) xyz-d65 calc(0.9505 * var(--_w)) var(--_w) calc(1.089 * var(--_w)));
    }
  }
  :host([theme='light']) .root {
    color-scheme: light;
  }
  :host([theme='dark']) .root {
    color-scheme: dark;
  }
  button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
  }
  .bubble {
    position: fixed;
    bottom: var(--_y);
    inset-inline-end: var(--_x);
    z-index: var(--_z);
    width: var(--_size);
    height: var(--_size);
    border: 1px solid transparent;
    border-radius: 50%;
    display: grid;
    place-items: center;
    background: var(--_color);
    color: var(--_on);
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.24);
  }
  :host([position='start']) :is(.bubble, dialog) {
    inset-inline: var(--_x) auto;
  }
  button:focus-visible,
  dialog:focus-visible {
    outline: 2px solid var(--_text);
    outline-offset: 3px;
  }
  svg {
    width: 54%;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.7;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .badge {
    position: absolute;
    top: -4px;
    inset-inline-end: -4px;
    min-width: 22px;
    box-sizing: border-box;
    padding: 0 5px;
    border: 2px solid var(--_surface);
    border-radius: 13px;
    background: #b3261e;
    color: #fff;
    font-size: 12px;
    font-weight: 650;
    line-height: 20px;
    text-align: center;
  }
  dialog {
    position: fixed;
    inset: auto;
    bottom: calc(var(--_y) + var(--_size) + 16px);
    inset-inline-end: var(--_x);
    z-index: var(--_z);
    width: min(var(--woodex-width, 396px), 100vw - 2 * var(--_x));
    height: min(var(--woodex-height, 640px), 100dvh - 2 * var(--_y) - var(--_size) - 16px);
    max-width: none;
    max-height: none;
    box-sizing: border-box;
    margin: 0;
    padding: 0;
    overflow: hidden;
    border: 1px solid light-dark(#e5dfd5, #3a3630);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    box-shadow: 0 20px 60px rgb(0 0 0 / 0.24);
  }
  dialog:modal {
    inset: var(--_top, 0) 0 auto !important;
    width: 100vw;
    height: var(--_height, 100dvh);
    border: 0;
    border-radius: 0;
  }
  .wait {
    height: 100%;
    display: grid;
    place-content: center;
    text-align: center;
  }
  .wait button {
    text-decoration: underline;
  }
  @media (prefers-reduced-motion: no-preference) {
    .bubble {
      transition: scale 0.15s;
    }
    .bubble:active {
      scale: 0.94;
    }
    dialog[open] {
      transition: opacity 0.18s, translate 0.18s cubic-bezier(0.2, 0.8, 0.3, 1);
      @starting-style {
        opacity: 0;
        translate: 0 12px;
      }
    }
  }
  @media (forced-colors: active) {
    .bubble {
      border-color: ButtonText;
    }
  }
  @media print {
    .root {
      display: none;
    }
  }
`;
