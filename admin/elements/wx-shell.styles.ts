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
  nav {
    flex: 1;
    inline-size: 100%;
  }
  ul {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  nav a,
  .soon {
    display: grid;
    justify-items: center;
    gap: 3px;
    padding: 8px 2px;
    border-radius: 10px;
    color: var(--wx-text-quiet);
    font-size: 0.6875rem;
    line-height: 1.25;
    text-align: center;
    text-decoration: none;
  }
  nav a:hover {
    background: var(--wx-hover);
  }
  nav a[aria-current] {
    background: var(--wx-selected);
    color: var(--wx-accent);
    font-weight: 650;
  }
  .soon {
    cursor: default;
  }
  .soon svg {
    opacity: 0.55;
  }
  small {
    display: block;
    font-size: 0.625rem;
    opacity: 0.8;
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
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    }
    :host([immersed]) {
      grid-template-rows: minmax(0, 1fr);
    }
    :host([immersed]) header {
      display: none;
    }
    header {
      flex-direction: row;
      gap: 10px;
      padding: 8px 12px;
      border-block-end: 1px solid var(--wx-line);
    }
    .brand {
      inline-size: 30px;
      block-size: 30px;
      border-radius: 8px;
    }
    nav {
      overflow-x: auto;
      scrollbar-width: none;
    }
    ul {
      display: flex;
    }
    nav a,
    .soon {
      padding: 6px 10px;
      white-space: nowrap;
    }
    nav svg,
    small {
      display: none;
    }
    main {
      border: 0;
    }
  }
`;
