import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SendOutlook } from '../../contract/send-outlook.ts';
import type { ApiClient } from '../api/client.ts';
import { getOutlook } from '../api/conversations.ts';
import type { Live } from '../contexts/live.ts';
import { Loaded } from './loaded.ts';

type Facts = { api: ApiClient; live: Live; conversationId: string };

/** What would become of a message by WhatsApp; asked when a conversation opens, when it is told to, and when numbers have moved. */
export class OutlookController implements ReactiveController {
  private readonly loaded: Loaded<SendOutlook>;
  private readonly facts: () => Facts;
  private bound: Live | undefined;
  private opened = '';

  constructor(host: ReactiveControllerHost, facts: () => Facts) {
    this.loaded = new Loaded<SendOutlook>(host);
    this.facts = facts;
    host.addController(this);
  }

  get value(): SendOutlook | undefined {
    return this.loaded.value;
  }

  hostConnected(): void {
    this.bound = this.facts().live;
    this.bound?.addEventListener('numbers', this.load);
    this.bound?.addEventListener('gap', this.load);
  }

  hostDisconnected(): void {
    this.bound?.removeEventListener('numbers', this.load);
    this.bound?.removeEventListener('gap', this.load);
  }

  hostUpdate(): void {
    const { conversationId } = this.facts();
    if (conversationId === this.opened) return;
    this.opened = conversationId;
    this.loaded.forget();
    void this.load();
  }

  readonly load = (): Promise<void> => {
    const { api, conversationId } = this.facts();
    return this.loaded.load(signal => getOutlook(api, conversationId, signal));
  };
}
