import { css } from 'lit';

export const logStyles = css`
  :host {
    position: relative;
    display: grid;
    min-block-size: 0;
  }
  .log {
    overflow-y: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    padding: 12px 20px 16px;
    scrollbar-width: thin;
  }
  .log:focus-visible {
    outline-offset: -3px;
  }
  .day {
    margin-block: 18px 6px;
    color: var(--wx-text-quiet);
    font-size: 0.75rem;
    font-weight: 600;
    text-align: center;
  }
  .unread {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-block: 12px 2px;
    color: var(--wx-accent);
    font-size: 0.75rem;
    font-weight: 600;
  }
  .unread::before,
  .unread::after {
    content: '';
    flex: 1;
    block-size: 1px;
    background: currentColor;
    opacity: 0.5;
  }
  .channel {
    display: flex;
    justify-content: center;
    align-items: center;
    gap: 5px;
    margin-block: 12px 2px;
    color: var(--wx-text-quiet);
    font-size: 0.75rem;
  }
  .older,
  .typing {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  .older {
    text-align: center;
  }
  .typing {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block-start: 10px;
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    inline-size: 5px;
    block-size: 5px;
    border-radius: 50%;
    background: currentColor;
    animation: dot 1.2s infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  .jump {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 0;
    inline-size: fit-content;
    margin-inline: auto;
    border-radius: 999px;
    box-shadow: var(--wx-shadow);
  }
  @keyframes dot {
    0%,
    60%,
    100% {
      opacity: 0.3;
    }
    30% {
      opacity: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }
  @media (max-width: 700px) {
    .log {
      padding-inline: 12px;
    }
  }
`;
