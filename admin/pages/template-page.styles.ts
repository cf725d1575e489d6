import { css } from 'lit';

export const templatePageStyles = css`
  :host {
    display: grid;
    gap: 12px;
    max-inline-size: 64rem;
    padding: 16px 18px 60px;
  }
  .back {
    justify-self: start;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  h1 {
    flex: 1;
    font-size: 1.125rem;
    overflow-wrap: anywhere;
  }
  .both {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 22rem);
    gap: 24px;
    align-items: start;
  }
  form {
    display: grid;
    gap: 16px;
    min-inline-size: 0;
  }
  aside {
    position: sticky;
    inset-block-start: 12px;
  }
  .message {
    display: grid;
    justify-items: center;
    gap: 10px;
    padding: 60px 24px;
    color: var(--wx-text-quiet);
  }
  @media (max-width: 860px) {
    .both {
      grid-template-columns: minmax(0, 1fr);
    }
    aside {
      position: static;
      order: -1;
    }
  }
  @media (max-width: 700px) {
    :host {
      padding-inline: 12px;
    }
  }
`;
