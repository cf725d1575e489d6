import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TemplateShown } from '../../contract/template.ts';
import { type IconName, icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';

const BUTTON_ICONS: Partial<Record<TemplateShown['buttons'][number]['kind'], IconName>> = {
  url: 'web',
  phone: 'person',
  'copy-code': 'document',
};

/** A template as the customer's phone shows it. Nothing in it is ever taken as markup. */
@customElement('wx-template-bubble')
export class WxTemplateBubble extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 14px;
        border-radius: var(--wx-radius-large);
        background: var(--wx-sunken);
      }
      .bubble {
        display: grid;
        gap: 6px;
        max-inline-size: 330px;
        padding: 8px 10px;
        border-radius: 4px 12px 12px;
        background: var(--wx-bubble-their);
        box-shadow: 0 1px 1px rgb(0 0 0 / 12%);
        overflow-wrap: anywhere;
      }
      .head {
        font-weight: 650;
      }
      .media {
        display: grid;
        place-items: center;
        gap: 4px;
        padding: 18px 8px;
        border-radius: 6px;
        background: color-mix(in srgb, currentColor 7%, transparent);
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
        text-align: center;
      }
      .body {
        white-space: pre-wrap;
      }
      .foot {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      ul {
        display: grid;
        margin: 2px -10px -8px;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        justify-items: center;
        padding: 8px 10px;
        border-block-start: 1px solid var(--wx-line);
        color: var(--wx-accent);
        text-align: center;
      }
      .label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-weight: 550;
      }
      small {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) shown: TemplateShown | null = null;

  override render() {
    if (!this.shown) return nothing;
    const { body, footer, buttons } = this.shown;
    return html`<div class="bubble" role="img" aria-roledescription="preview" aria-label=${this.words}>
      <div aria-hidden="true">
        ${this.renderHeader()}
        <div class="body" dir="auto">${body || 'The text …'}</div>
        ${footer ? html`<div class="foot" dir="auto">${footer}</div>` : nothing}
        ${
          buttons.length > 0
            ? html`<ul>${buttons.map(
                ({ kind, text, detail }) =>
                  html`<li><span class="label" dir="auto">${
                    BUTTON_ICONS[kind] ? icon(BUTTON_ICONS[kind], 15) : nothing
                  } ${text || '…'}</span>${detail ? html`<small dir="ltr">${detail}</small>` : nothing}</li>`,
              )}</ul>`
            : nothing
        }
      </div>
    </div>`;
  }

  private renderHeader() {
    const header = this.shown?.header;
    switch (header?.kind) {
      case undefined:
        return nothing;
      case 'text':
        return html`<div class="head" dir="auto">${header.text || '…'}</div>`;
      case 'location':
        return html`<div class="media">${icon('location', 22)}<span dir="auto">${[header.name, header.address].filter(Boolean).join(', ') || 'A place'}</span></div>`;
      default:
        return html`<div class="media">${icon(header!.kind, 22)}<span dir="ltr">${header!.link ?? `${header!.kind.charAt(0).toUpperCase()}${header!.kind.slice(1)}`}</span></div>`;
    }
  }

  /** All of it as one sentence after the other, for whoever hears it. */
  private get words(): string {
    const { header, body, footer, buttons } = this.shown!;
    const head = header?.kind === 'text' ? header.text : header?.kind;
    const labels = buttons.map(({ text, detail }) => `Button: ${text}${detail ? `, ${detail}` : ''}`);
    return ['The customer reads:', head, body, footer, ...labels].filter(Boolean).join(' ');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-template-bubble': WxTemplateBubble;
  }
}
