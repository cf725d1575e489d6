import { css } from 'lit';

export const automationPageStyles = css`
  :host {
    display: block;
    padding: 14px 18px 48px;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
    gap: 18px 32px;
  }
  .columns > div,
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    align-content: start;
  }
  .columns > div {
    gap: 24px;
  }
  header {
    display: grid;
    gap: 8px;
    margin-block: 12px 18px;
  }
  h1 {
    flex: 1 1 auto;
    font-size: 1.25rem;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 1rem;
  }
  summary {
    cursor: pointer;
  }
  details > wx-rule-versions {
    margin-block-start: 12px;
  }
  @media (max-width: 900px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (max-width: 700px) {
    :host {
      padding-inline: 12px;
    }
  }
`;
