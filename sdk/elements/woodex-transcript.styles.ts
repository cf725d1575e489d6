import { css } from 'lit';

export const transcriptStyles = css`
  :host {
    position: relative;
    min-block-size: 0;
  }
  .log {
    block-size: 100%;
    box-sizing: border-box;
    overflow: hidden auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .log:focus-visible {
    outline-offset: -3px;
  }
  .list {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-block-size: 100%;
    box-sizing: border-box;
    padding: 16px 18px;
  }
  .greeting {
    margin: 0 0 auto;
    padding-block: 10px 4px;
    font-size: 1.1875em;
    line-height: 1.45;
    letter-spacing: -0.01em;
    color: var(--_text);
    text-wrap: pretty;
    white-space: pre-line;
  }
  /* Lies over the messages, so that it moves none of them. */
  .older {
    position: absolute;
    inset-block-start: 8px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    padding: 3px 12px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_surface);
    font-size: 0.78em;
    color: var(--_muted);
  }
  .day,
  .new {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 18px 2px;
    font-size: 0.75em;
    color: var(--_muted);
  }
  .day::before,
  .day::after,
  .new::before,
  .new::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }
  .new {
    font-weight: 600;
    color: var(--_ink);
  }
  .new::before,
  .new::after {
    border-color: currentColor;
    opacity: 0.4;
  }
  woodex-message {
    flex: none;
  }
  .typing {
    display: flex;
    gap: 5px;
    align-self: flex-start;
    margin-block-start: 12px;
    padding: 14px 16px;
    border-radius: min(18px, var(--_radius));
    border-end-start-radius: 5px;
    background: var(--_soft);
  }
  i {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--_muted);
  }
  .jump {
    position: absolute;
    inset-block-end: 12px;
    inset-inline-end: 16px;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border: 1px solid var(--_line);
    border-radius: 50%;
    background: var(--_surface);
    box-shadow: 0 4px 14px rgb(0 0 0 / 0.14);
  }
  @media (prefers-reduced-motion: no-preference) {
    i {
      animation: breathe 1.2s ease-in-out 5;
    }
    i:nth-child(2) {
      animation-delay: 0.15s;
    }
    i:nth-child(3) {
      animation-delay: 0.3s;
    }
    @keyframes breathe {
      40% {
        opacity: 0.35;
        translate: 0 -3px;
      }
    }
  }
  @media (forced-colors: active) {
    i {
      background: CanvasText;
    }
  }
`;
