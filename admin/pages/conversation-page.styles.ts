import { css } from 'lit';

export const conversationStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    grid-template-rows: minmax(0, 1fr);
  }
  .thread {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    min-block-size: 0;
    min-inline-size: 0;
  }
  .thread:has(.failed) {
    grid-template-rows: auto auto minmax(0, 1fr) auto;
  }
  .failed {
    padding: 8px 16px;
    background: var(--wx-danger-surface);
    color: var(--wx-danger);
    font-size: 0.8125rem;
  }
  wx-customer-panel {
    inline-size: 288px;
  }
  .message {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 12px;
    color: var(--wx-text-quiet);
    text-align: center;
  }
  .message[role='status'] {
    animation: appear 0s 0.3s both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .quiet {
    font-size: 0.8125rem;
  }
  @media (max-width: 1159px) {
    wx-customer-panel {
      position: absolute;
      inset-block: 0;
      inset-inline-end: 0;
      z-index: 3;
      max-inline-size: 100%;
      box-shadow: var(--wx-shadow);
    }
  }
  @media (max-width: 700px) {
    wx-customer-panel {
      inline-size: 100%;
    }
  }
`;
