import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Attachment } from '../../contract/message-parts.ts';
import type { ApiClient } from '../api/client.ts';
import { freshLink } from '../api/media.ts';
import { apiContext } from '../contexts/contexts.ts';
import { attachmentTitle, fileSize, lossText } from '../state/attachment.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';

/** Pixels; a picture's place is kept before it is here, so that nothing jumps. */
const WIDEST = 320;
const HIGHEST = 320;

/** A file of a message: shown in place where a browser can do that safely, else to be saved. */
@customElement('wx-attachment')
export class WxAttachment extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      img,
      video {
        display: block;
        max-inline-size: 100%;
        max-block-size: ${HIGHEST}px;
        block-size: auto;
        border-radius: 8px;
        background: color-mix(in srgb, currentColor 8%, transparent);
        object-fit: contain;
      }
      img.sticker {
        inline-size: 150px;
        block-size: 150px;
        background: none;
      }
      audio {
        display: block;
        inline-size: 280px;
        max-inline-size: 100%;
        block-size: 44px;
      }
      a.picture {
        display: block;
        border-radius: 8px;
      }
      .card {
        display: flex;
        gap: 10px;
        align-items: center;
        min-inline-size: min(220px, 100%);
        padding: 8px 10px;
        border-radius: 8px;
        background: color-mix(in srgb, currentColor 6%, transparent);
        color: inherit;
        text-decoration: none;
      }
      a.card:hover strong {
        text-decoration: underline;
      }
      .card > span {
        min-inline-size: 0;
      }
      strong {
        display: block;
        overflow-wrap: anywhere;
        font-weight: 600;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) file!: Attachment;
  @consume({ context: apiContext }) private api?: ApiClient;
  /** In place of the link that came with the message, which works for an hour. */
  @state() private renewed: { mediaId: string; url: string } | null = null;
  private hasRenewed = false;

  override render() {
    const { file } = this;
    if (file.state === 'fetching') return this.card('Coming from WhatsApp…');
    if (file.state === 'lost' || !this.url) return this.card(lossText(file.reason));
    switch (file.type) {
      case 'image':
      case 'sticker':
        return isPicture(file) ? this.picture(this.url) : this.download(this.url);
      case 'video':
        return html`<video controls preload="metadata" src=${this.url} aria-label=${attachmentTitle(file)}
          @error=${this.renew}></video>`;
      case 'audio':
        return html`${file.voice ? html`<span class="quiet">Voice message</span>` : nothing}
          <audio controls preload="metadata" src=${this.url} aria-label=${attachmentTitle(file)} @error=${this.renew}></audio>`;
      case 'document':
        return this.download(this.url);
    }
  }

  private get url(): string | undefined {
    return this.renewed && this.renewed.mediaId === this.file.mediaId ? this.renewed.url : this.file.url;
  }

  private picture(url: string) {
    const { type, width = WIDEST, height = HIGHEST, caption } = this.file;
    const scale = Math.min(1, WIDEST / width, HIGHEST / height);
    const [shownWidth, shownHeight] = [Math.round(width * scale), Math.round(height * scale)];
    const name = caption ?? attachmentTitle(this.file);
    if (type === 'sticker') return html`<img class="sticker" src=${url} alt="Sticker" @error=${this.renew} />`;
    return html`<a class="picture" href=${url} target="_blank" rel="noopener noreferrer" aria-label="Open ${name}" @click=${this.openFresh}>
      <img src=${url} alt=${name} width=${shownWidth} height=${shownHeight} loading="lazy" @error=${this.renew} /></a>`;
  }

  private download(url: string) {
    const { file } = this;
    return html`<a class="card" href=${url} target="_blank" rel="noopener noreferrer" @click=${this.openFresh}>${icon(file.type, 22)}
      <span><strong dir="auto">${attachmentTitle(file)}</strong><span class="quiet">${fileSize(file.size)}</span></span></a>`;
  }

  private card(detail: string) {
    const { file } = this;
    return html`<div class="card">${icon(file.type, 22)}
      <span><strong dir="auto">${attachmentTitle(file)}</strong><span class="quiet">${detail}</span></span></div>`;
  }

  /** Its hour may be over: once, a new link is asked for. */
  private readonly renew = () => {
    if (!this.hasRenewed) void this.fetchLink();
  };

  /** A click late in the day must not end in an expired link; the window is opened at once, or it would be taken for a pop-up. */
  private readonly openFresh = async (event: Event) => {
    if (!this.api || !this.file.mediaId) return;
    event.preventDefault();
    const tab = open('', '_blank');
    const url = (await this.fetchLink()) ?? this.url;
    if (!tab || !url) return;
    tab.opener = null;
    tab.location.replace(new URL(url, location.href));
  };

  private async fetchLink(): Promise<string | null> {
    const { mediaId } = this.file;
    if (!this.api || !mediaId) return null;
    this.hasRenewed = true;
    try {
      const { url } = await freshLink(this.api, mediaId);
      this.renewed = { mediaId, url };
      return url;
    } catch {
      return null;
    }
  }
}

const isPicture = ({ mimeType }: Attachment) => mimeType?.startsWith('image/') ?? false;
