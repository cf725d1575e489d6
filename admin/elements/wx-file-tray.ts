import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { MediaUploaded } from '../../contract/media.ts';
import type { ApiClient } from '../api/client.ts';
import { uploadFile } from '../api/media.ts';
import { apiContext } from '../contexts/contexts.ts';
import { fileSize } from '../state/attachment.ts';
import { uuidv7 } from '../state/uuid.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';

type Entry = {
  key: string;
  file: File;
  /** Of a picture, to look at. */
  preview: string | null;
  /** Null while it is being uploaded. */
  uploaded: MediaUploaded | null;
  problem: string | null;
  stop: AbortController;
};

/** WhatsApp's limit for pictures; the server has the last word on every kind. */
const MAX_PICTURE = 5 * 1024 * 1024;
const MAX_FILE = 100 * 1024 * 1024;

/** The files that go with the next message. Each is uploaded at once, so that sending does not wait. */
@customElement('wx-file-tray')
export class WxFileTray extends LitElement {
  static override styles = [
    shared,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 0;
        padding: 10px 12px 2px;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 8px;
        max-inline-size: 100%;
        padding: 5px;
        padding-inline-start: 8px;
        border: 1px solid var(--wx-line);
        border-radius: 10px;
        background: var(--wx-sunken);
        font-size: 0.8125rem;
      }
      li.failed {
        border-color: var(--wx-danger);
      }
      img {
        inline-size: 44px;
        block-size: 44px;
        margin-inline-start: -3px;
        border-radius: 6px;
        object-fit: cover;
      }
      .about {
        min-inline-size: 0;
      }
      .name {
        display: block;
        max-inline-size: 24ch;
        overflow: hidden;
        font-weight: 550;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      .failed .quiet {
        color: var(--wx-danger);
      }
      button {
        display: grid;
        place-items: center;
        inline-size: 30px;
        block-size: 30px;
        border: 0;
        border-radius: 8px;
        background: none;
        cursor: pointer;
      }
      button:hover {
        background: var(--wx-hover);
      }
    `,
  ];

  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private entries: readonly Entry[] = [];

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** All of them can be sent now. */
  get isReady(): boolean {
    return this.entries.every(({ uploaded }) => uploaded !== null);
  }

  /** The first that was uploaded. */
  get first(): MediaUploaded | null {
    return this.entries.find(({ uploaded }) => uploaded !== null)?.uploaded ?? null;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.clear();
  }

  add(files: Iterable<File>) {
    for (const file of files) void this.upload(file);
  }

  /** What was uploaded, in its order; the tray is empty then. */
  take(): MediaUploaded[] {
    const files = this.entries.flatMap(({ uploaded }) => (uploaded ? [uploaded] : []));
    this.clear();
    return files;
  }

  clear() {
    for (const entry of this.entries) this.drop(entry);
  }

  override render() {
    if (this.isEmpty) return nothing;
    return html`<ul aria-label="Files to send">${this.entries.map(entry => this.renderEntry(entry))}</ul>`;
  }

  private renderEntry(entry: Entry) {
    const { file, preview, problem, uploaded } = entry;
    const detail = problem ?? (uploaded ? fileSize(file.size) : `Uploading ${fileSize(file.size)}…`);
    return html`<li class=${problem ? 'failed' : ''}>
      ${preview ? html`<img src=${preview} alt="" />` : icon('document', 22)}
      <span class="about"><span class="name" dir="auto">${file.name}</span><span class="quiet" role=${problem ? 'alert' : nothing}>${detail}</span></span>
      <button type="button" aria-label="Remove ${file.name}" @click=${() => this.drop(entry)}>${icon('close', 16)}</button>
    </li>`;
  }

  private async upload(file: File) {
    const entry: Entry = {
      key: uuidv7(),
      file,
      preview: file.type.startsWith('image/') && file.type !== 'image/svg+xml' ? URL.createObjectURL(file) : null,
      uploaded: null,
      problem: problemOf(file),
      stop: new AbortController(),
    };
    this.set([...this.entries, entry]);
    if (entry.problem) return;
    try {
      const uploaded = await uploadFile(this.api, file, entry.stop.signal);
      this.change(entry.key, { uploaded });
    } catch (error) {
      if (entry.stop.signal.aborted) return;
      this.change(entry.key, { problem: error instanceof Error ? error.message : 'It could not be uploaded.' });
    }
  }

  private change(key: string, what: Partial<Entry>) {
    this.set(this.entries.map(entry => (entry.key === key ? { ...entry, ...what } : entry)));
  }

  private drop(entry: Entry) {
    entry.stop.abort();
    if (entry.preview) URL.revokeObjectURL(entry.preview);
    this.set(this.entries.filter(({ key }) => key !== entry.key));
  }

  private set(entries: readonly Entry[]) {
    this.entries = entries;
    this.dispatchEvent(new Event('tray-change'));
  }
}

function problemOf({ size, type }: File): string | null {
  if (size === 0) return 'The file is empty.';
  if (size > MAX_FILE) return `A file may have 100 MB at most; this one has ${fileSize(size)}.`;
  const isPicture = type === 'image/jpeg' || type === 'image/png';
  return isPicture && size > MAX_PICTURE ? `A picture may have 5 MB at most; this one has ${fileSize(size)}.` : null;
}
