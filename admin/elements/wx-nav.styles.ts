import { css } from 'lit';

export const navStyles = css`
  :host {
    display: block;
    inline-size: 100%;
  }
  ul {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .entry {
    display: grid;
    justify-items: center;
    gap: 3px;
    inline-size: 100%;
    padding: 8px 2px;
    border: 0;
    border-radius: 10px;
    background: none;
    color: var(--wx-text-quiet);
    font: inherit;
    font-size: 0.6875rem;
    line-height: 1.25;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
  }
  .entry:hover {
    background: var(--wx-hover);
  }
  .entry[aria-current],
  .here {
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
  .opener,
  .short {
    display: none;
  }
  #more {
    inset: auto;
    inset-block-end: calc(var(--wx-bar) + env(safe-area-inset-bottom) + 6px);
    inset-inline-end: 8px;
    min-inline-size: 14rem;
    max-block-size: calc(100dvh - var(--wx-bar) - 24px);
    margin: 0;
    padding: 6px;
    overflow-y: auto;
    border: 1px solid var(--wx-line);
    border-radius: var(--wx-radius-large);
    background: var(--wx-raised);
    color: var(--wx-text);
    box-shadow: var(--wx-shadow);
  }
  #more .entry {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
    padding: 4px 12px;
    color: var(--wx-text);
    font-size: 0.875rem;
    text-align: start;
  }
  #more .entry[aria-current] {
    color: var(--wx-accent);
  }
  @media (max-width: 700px) {
    .pages {
      grid-auto-columns: minmax(0, 1fr);
      grid-auto-flow: column;
    }
    .pages > .rest,
    .in-bar .name {
      display: none;
    }
    .opener {
      display: block;
    }
    .in-bar .short {
      display: inline;
    }
    .in-bar .entry,
    .opener > .entry {
      align-content: center;
      block-size: calc(var(--wx-bar) - 8px);
      padding: 2px 0;
    }
  }
`;
