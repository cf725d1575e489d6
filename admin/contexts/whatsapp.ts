import type { WhatsAppConnection } from '../../contract/whatsapp.ts';
import type { ApiClient, RequestOptions } from '../api/client.ts';
import type { Live } from './live.ts';

const ASKED_EVERY = 60_000;

/** What is known of the merchant's WhatsApp, for all that show it: asked once, and anew when it moved. Fires `change`. */
export class WhatsAppStore extends EventTarget {
  status: 'pending' | 'ready' | 'error' = 'pending';
  connection: WhatsAppConnection | null = null;
  readonly api: ApiClient;
  private turn = 0;

  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(api: ApiClient, live: Live) {
    super();
    this.api = api;
    live.addEventListener('numbers', () => void this.load());
    live.addEventListener('gap', () => void this.load());
  }

  /** Asks now, and then every minute: how much of a limit is used is told by nobody. */
  start(): void {
    void this.load();
    this.timer = setInterval(() => document.visibilityState === 'visible' && void this.load(), ASKED_EVERY);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  readonly load = async (): Promise<void> => {
    const turn = ++this.turn;
    try {
      const connection = await this.api<WhatsAppConnection>('whatsapp');
      if (turn === this.turn) this.take(connection);
    } catch {
      // What is there is truer than nothing.
      if (turn === this.turn && this.connection === null) this.status = 'error';
      this.dispatchEvent(new Event('change'));
    }
  };

  /** Changes something; the answer is all of it, as it is then. Throws as the client does. */
  async change(path: string, method: RequestOptions['method'], body?: unknown): Promise<WhatsAppConnection> {
    const connection = await this.api<WhatsAppConnection>(`whatsapp/${path}`, { method, body });
    this.turn += 1;
    this.take(connection);
    return connection;
  }

  private take(connection: WhatsAppConnection): void {
    this.connection = connection;
    this.status = 'ready';
    this.dispatchEvent(new Event('change'));
  }
}
