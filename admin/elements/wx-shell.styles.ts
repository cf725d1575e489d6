import { css } from 'lit';

export const shellStyles = css`
  :host {
    display: grid;
    grid-template-columns: 104px minmax(0, 1fr);
    block-size: 100dvh;
  }
  header {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 14px;
    padding: 14px 5px;
    overflow-y: auto;
    scrollbar-width: none;
  }
  .brand {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 10px;
    background: var(--wx-accent);
    color: var(--wx-on-accent);
    font-size: 1.125rem;
    font-weight: 750;
  }
  wx-nav {
    flex: 1;
  }
  .who {
    display: grid;
    justify-items: center;
    gap: 14px;
  }
  .account {
    padding: 3px;
    border: 0;
    border-radius: 50%;
    background: none;
    cursor: pointer;
  }
  h3 {
    padding: 4px 10px;
    color: var(--wx-text-quiet);
    font-size: 0.75rem;
    font-weight: 500;
  }
  main {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    border-inline-start: 1px solid var(--wx-line);
    outline: 0;
  }
  .page {
    flex: 1;
    min-block-size: 0;
  }
  .skip {
    position: fixed;
    inset: 8px auto auto 8px;
    z-index: 10;
  }
  .skip:not(:focus) {
    transform: translateY(-200%);
  }
  @media (max-width: 700px) {
    :host {
      --wx-bar: 56px;
      grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    }
    :host([immersed]) {
      grid-template-rows: minmax(0, 1fr);
    }
    :host([immersed]) header {
      display: none;
    }
    main {
      grid-row: 1;
      border: 0;
    }
    header {
      grid-row: 2;
      flex-direction: row;
      gap: 2px;
      padding: 4px 4px calc(4px + env(safe-area-inset-bottom));
      overflow: visible;
      border-block-start: 1px solid var(--wx-line);
    }
    .brand {
      display: none;
    }
    .who {
      position: relative;
      flex: none;
      inline-size: 21%;
      max-inline-size: 96px;
    }
    wx-connection {
      position: absolute;
      inset-block-end: 3px;
      pointer-events: none;
    }
    .account {
      inline-size: 100%;
      block-size: calc(var(--wx-bar) - 8px);
      padding: 0 0 17px;
      border-radius: 10px;
    }
    .account wx-avatar {
      --size: 28px;
    }
  }
`;
