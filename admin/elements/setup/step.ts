import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { WhatsAppApp, WhatsAppNumber } from '../../../contract/whatsapp.ts';
import { whatsappContext } from '../../contexts/contexts.ts';
import type { WhatsAppStore } from '../../contexts/whatsapp.ts';
import { shared } from '../../styles/shared.ts';

/** A step made an app or a number: the others go on with it. */
export class SetupChangeEvent extends Event {
  readonly change: { app?: string; number?: string };

  constructor(change: { app?: string; number?: string }) {
    super('setup-change', { bubbles: true, composed: true });
    this.change = change;
  }
}

/** What the steps of connecting a number have in common: they send one form, and say what is wrong with it. */
export abstract class SetupStep extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 10px;
      }
      form {
        display: grid;
        gap: 10px;
        justify-items: start;
      }
      label {
        display: grid;
        gap: 4px;
        inline-size: min(100%, 30rem);
        font-weight: 550;
      }
      .quiet,
      ol {
        color: var(--wx-text-quiet);
      }
      ol {
        display: grid;
        gap: 4px;
        margin: 0;
        padding-inline-start: 1.3rem;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      code {
        overflow-wrap: anywhere;
      }
      .value {
        flex: 1 1 14rem;
        padding: 7px 10px;
        border-radius: var(--wx-radius);
        background: var(--wx-sunken);
      }
      .trouble {
        padding: 10px 12px;
        border-radius: var(--wx-radius);
        background: var(--wx-danger-surface);
        color: var(--wx-danger);
      }
    `,
  ];

  @property({ attribute: false }) app: WhatsAppApp | undefined;
  @property({ attribute: false }) number: WhatsAppNumber | undefined;
  @consume({ context: whatsappContext }) protected whatsapp!: WhatsAppStore;
  @state() protected busy = false;
  @state() protected trouble = '';

  protected renderTrouble() {
    return this.trouble === '' ? nothing : html`<p class="trouble" role="alert">${this.trouble}</p>`;
  }

  /** True when it worked; else what is wrong is shown. */
  protected async attempt(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = '';
    try {
      await work();
      return true;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'That did not work.';
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** What was typed into a form, without blanks around it. */
  protected typed(event: SubmitEvent): Record<string, string> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    return Object.fromEntries([...data].map(([name, value]) => [name, String(value).trim()]));
  }
}
