import { css } from 'lit';

export const customerListStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-block-size: 0;
  }
  :host([busy]) {
    opacity: 0.55;
  }
  .head,
  a {
    display: grid;
    grid-template-columns: minmax(9rem, 2fr) 9.5rem 8rem minmax(8rem, 2fr) 5rem 3.5rem 6rem 4rem;
    gap: 12px;
    align-items: center;
    inline-size: 100%;
    padding: 0 18px;
  }
  .head {
    block-size: 32px;
    border-block-end: 1px solid var(--wx-line);
    color: var(--wx-text-quiet);
    font-size: 0.75rem;
  }
  .row {
    inline-size: 100%;
  }
  a {
    block-size: 54px;
    border-block-end: 1px solid var(--wx-line);
    color: inherit;
    text-decoration: none;
  }
  a:hover {
    background: var(--wx-hover);
  }
  a:focus-visible {
    outline-offset: -2px;
  }
  .who {
    display: flex;
    gap: 10px;
    align-items: center;
    min-inline-size: 0;
  }
  wx-avatar {
    --size: 30px;
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    /* What is cut is the end of the words, in whichever direction they are read. */
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .name {
    font-weight: 550;
  }
  .quiet {
    color: var(--wx-text-quiet);
    font-size: 0.8125rem;
  }
  .number {
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  lit-virtualizer {
    block-size: 100%;
    overflow-anchor: none;
    scrollbar-width: thin;
  }
  @media (max-width: 1000px) {
    .head,
    .wide {
      display: none;
    }
    a {
      grid-template: auto auto auto / minmax(0, 1fr) auto;
      gap: 2px 12px;
      align-content: center;
      block-size: 84px;
    }
    .stage {
      order: 3;
    }
    .seen {
      order: 4;
    }
    .why {
      order: 5;
    }
    .cart {
      order: 6;
    }
  }
`;
