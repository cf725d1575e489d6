import { css } from 'lit';

export const conversationsStyles = css`
  :host {
    display: block;
    block-size: 100%;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(300px, 356px) minmax(0, 1fr);
    block-size: 100%;
  }
  .inbox {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-block-size: 0;
    border-inline-end: 1px solid var(--wx-line);
    background: var(--wx-surface);
  }
  wx-inbox-list {
    padding-block-start: 4px;
  }
  wx-conversation-page {
    min-block-size: 0;
    min-inline-size: 0;
  }
  .nothing,
  .message {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 12px;
    padding: 24px;
    color: var(--wx-text-quiet);
    text-align: center;
  }
  .message {
    align-content: start;
    padding-block-start: 72px;
  }
  .quiet {
    font-size: 0.8125rem;
  }
  kbd {
    padding: 0 6px;
    border: 1px solid var(--wx-line);
    border-radius: 4px;
    background: var(--wx-surface);
    font: inherit;
    font-size: 0.75rem;
  }
  .wait {
    padding: 8px 18px;
    overflow: hidden;
  }
  .bone {
    display: flex;
    align-items: center;
    gap: 12px;
    block-size: 70px;
  }
  .bone i {
    inline-size: 36px;
    block-size: 36px;
    border-radius: 50%;
  }
  .bone span {
    flex: 1;
    block-size: 30px;
    border-radius: 6px;
  }
  .bone i,
  .bone span {
    background: var(--wx-hover);
  }
  @media (max-width: 700px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    .columns.opened .inbox,
    .nothing {
      display: none;
    }
    .inbox {
      border: 0;
    }
  }
`;
