import { css } from 'lit';

export const ruleFunnelStyles = css`
  :host {
    display: grid;
    gap: 10px;
  }
  .row > .field {
    flex: none;
    inline-size: auto;
  }
  ol {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr));
    gap: 14px 24px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  h3 {
    margin-block-end: 4px;
    font-size: 0.8125rem;
  }
  h3 .hint {
    display: block;
    font-weight: 400;
  }
  dl {
    display: grid;
    gap: 3px;
    margin: 0;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  dl > div {
    display: grid;
    grid-template-columns: 5.6rem minmax(0, 1fr);
    gap: 8px;
    align-items: center;
  }
  dt {
    color: var(--wx-text-quiet);
  }
  dd {
    display: grid;
    grid-template-columns: minmax(2rem, 1fr) 3rem 3rem;
    gap: 8px;
    align-items: center;
    margin: 0;
  }
  dd > :is(b, .share) {
    text-align: end;
  }
  .share {
    color: var(--wx-text-quiet);
  }
  svg {
    inline-size: 100%;
    block-size: 12px;
    border-radius: 4px;
    background: var(--wx-sunken);
  }
  :host(:dir(rtl)) svg {
    transform: scaleX(-1);
  }
`;
