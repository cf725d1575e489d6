import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ApiClient } from '../api/client.ts';
import { type CustomerFilter, listCustomers } from '../api/customers.ts';
import { type CustomerRows, isReordered, noCustomers, withFreshRows, withPage } from '../state/customer-rows.ts';

/** The customers of one filter: page by page as one reads, and as they are now. */
export class CustomersController implements ReactiveController {
  status: 'pending' | 'ready' | 'error' = 'pending';
  error: unknown = null;
  list: CustomerRows = noCustomers;
  /** The answer to another filter is on its way; what is shown is still of the one before. */
  isBusy = false;
  /** Counts the lists that were begun anew: each is looked at from its top. */
  turn = 0;
  /** Others stand at the top now than are shown. */
  isReordered = false;
  /** The page below could not be had. */
  isCutOff = false;

  private readonly host: ReactiveControllerHost;
  private readonly api: () => ApiClient;
  private filter: CustomerFilter | null = null;
  private question = new AbortController();
  private isLoadingMore = false;

  constructor(host: ReactiveControllerHost, api: () => ApiClient) {
    this.host = host;
    this.api = api;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.question.abort();
  }

  /** The list of this filter, from its beginning. What is shown stays until the answer is here. */
  async load(filter: CustomerFilter | null = this.filter): Promise<void> {
    if (!filter) return;
    this.filter = filter;
    this.question.abort();
    this.question = new AbortController();
    const { signal } = this.question;
    this.isLoadingMore = this.isCutOff = false;
    this.isBusy = true;
    if (this.status === 'error') this.status = 'pending';
    this.host.requestUpdate();
    try {
      const page = await listCustomers(this.api(), filter, null, signal);
      if (signal.aborted) return;
      this.list = withPage(noCustomers, page);
      this.status = 'ready';
      this.isReordered = false;
      this.turn += 1;
    } catch (error) {
      if (signal.aborted) return;
      this.error = error;
      this.status = 'error';
    }
    this.isBusy = false;
    this.host.requestUpdate();
  }

  /** Something has moved. At the top the list is shown anew; further down it is not moved from under the reader. */
  async refresh(isAtTop: boolean): Promise<void> {
    const { signal } = this.question;
    if (!this.filter || this.status !== 'ready' || this.isBusy) return;
    try {
      const page = await listCustomers(this.api(), this.filter, null, signal);
      if (signal.aborted) return;
      if (isAtTop && !this.isLoadingMore) this.list = withPage(noCustomers, page);
      else this.list = withFreshRows(this.list, page);
      this.isReordered = isReordered(this.list, page);
    } catch {
      // What is shown was true; the next move asks again.
    }
    if (!signal.aborted) this.host.requestUpdate();
  }

  /** The next page below. */
  async loadMore(): Promise<void> {
    const { signal } = this.question;
    const { next } = this.list;
    if (!this.filter || next === null || this.isLoadingMore) return;
    this.isLoadingMore = true;
    this.isCutOff = false;
    try {
      const page = await listCustomers(this.api(), this.filter, next, signal);
      if (!signal.aborted) this.list = withPage(this.list, page);
    } catch {
      if (!signal.aborted) this.isCutOff = true;
    }
    if (signal.aborted) return;
    this.isLoadingMore = false;
    this.host.requestUpdate();
  }
}
