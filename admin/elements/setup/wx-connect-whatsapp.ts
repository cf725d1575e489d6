import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { whatsappContext } from '../../contexts/contexts.ts';
import { Subscription } from '../../contexts/subscription.ts';
import type { WhatsAppStore } from '../../contexts/whatsapp.ts';
import { doneSteps, STEPS, type Step } from '../../state/numbers.ts';
import { icon } from '../../styles/icons.ts';
import { shared } from '../../styles/shared.ts';
import type { SetupChangeEvent } from './step.ts';
import './wx-step-app.ts';
import './wx-step-number.ts';
import './wx-step-register.ts';
import './wx-step-subscribe.ts';
import './wx-step-token.ts';
import './wx-step-webhook.ts';

const TITLES: Record<Step, string> = {
  app: 'The app at Meta',
  token: 'Access token',
  number: 'The number',
  webhook: 'Webhook',
  register: 'Register the number',
  subscribe: 'Subscribe the app',
};
/** What must be done before a step can be. */
const NEEDS: Record<Step, Step[]> = {
  app: [],
  token: ['app'],
  number: ['app', 'token'],
  webhook: ['app'],
  register: ['number'],
  subscribe: ['number'],
};

/** Who leaves the steps; what is done stays done. */
export class SetupLeaveEvent extends Event {
  constructor() {
    super('setup-leave', { bubbles: true, composed: true });
  }
}

/** Connecting a number, step by step: each is checked as it is done, and all can be left and gone on with. */
@customElement('wx-connect-whatsapp')
export class WxConnectWhatsapp extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 16px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius-large);
      }
      h3 {
        font-size: 1rem;
      }
      .head {
        display: flex;
        gap: 8px;
        align-items: center;
        justify-content: space-between;
      }
      ol {
        display: grid;
        margin: 10px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        border-block-start: 1px solid var(--wx-line);
      }
      li > button {
        display: flex;
        gap: 10px;
        align-items: center;
        inline-size: 100%;
        min-block-size: 44px;
        padding: 0;
        border: 0;
        background: none;
        font-weight: 600;
        text-align: start;
        cursor: pointer;
      }
      li > button:disabled {
        color: var(--wx-text-quiet);
        cursor: default;
      }
      .mark {
        display: grid;
        place-items: center;
        flex: none;
        inline-size: 26px;
        block-size: 26px;
        border: 1px solid var(--wx-line-strong);
        border-radius: 50%;
        font-size: 0.8125rem;
      }
      .done .mark {
        border-color: transparent;
        background: var(--wx-accent);
        color: var(--wx-on-accent);
      }
      small {
        margin-inline-start: auto;
        color: var(--wx-text-quiet);
        font-weight: 400;
      }
      .body {
        padding: 2px 0 18px 36px;
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        align-items: center;
        margin-block-start: 12px;
        padding: 12px;
        border-radius: var(--wx-radius);
        background: var(--wx-selected);
      }
      @media (max-width: 480px) {
        .body {
          padding-inline-start: 0;
        }
      }
    `,
  ];

  /** Rows to go on with. */
  @property() appRow: string | null = null;
  @property() numberRow: string | null = null;
  @consume({ context: whatsappContext }) private whatsapp!: WhatsAppStore;
  @state() private opened: Step | null = null;
  protected readonly changes = new Subscription(this, () => this.whatsapp, 'change');

  override render() {
    const { apps, numbers } = this.whatsapp.connection!;
    const app = apps.find(({ id }) => id === this.appRow);
    const number = numbers.find(({ id }) => id === this.numberRow);
    const done = doneSteps(app, number);
    const open = this.opened ?? STEPS.find(step => !done.has(step)) ?? null;
    return html`<div class="head"><h3 tabindex="-1">Connect a WhatsApp number</h3>
        <button class="button small quiet" @click=${() => this.dispatchEvent(new SetupLeaveEvent())}>${number?.readyAt ? 'Close' : 'Go on later'}</button></div>
      <ol @setup-change=${this.take}>
        ${STEPS.map((step, n) => {
          const isDone = done.has(step);
          const isOpen = step === open;
          const isPossible = NEEDS[step].every(needed => done.has(needed));
          return html`<li class=${isDone ? 'done' : ''}>
            <button aria-expanded=${isOpen} aria-controls=${step} ?disabled=${!isPossible || (step === 'number' && isDone)} @click=${() => this.toggle(step, isOpen)}>
              <span class="mark">${isDone ? icon('check', 16) : n + 1}</span>${TITLES[step]}
              <small>${isDone ? 'Done' : isPossible ? '' : 'Later'}</small>
            </button>
            <div class="body" id=${step} ?hidden=${!isOpen || !isPossible}>${isOpen && isPossible ? this.renderStep(step, app, number) : nothing}</div>
          </li>`;
        })}
      </ol>
      <div role="status">${
        number?.readyAt
          ? html`<div class="end">${icon('resolve', 20)} <strong><bdi>${number.displayPhone}</bdi> is connected.</strong> Shoppers can write to it, and you can answer.</div>`
          : nothing
      }</div>`;
  }

  private renderStep(step: Step, app: unknown, number: unknown) {
    switch (step) {
      case 'app':
        return html`<wx-step-app .app=${app}></wx-step-app>`;
      case 'token':
        return html`<wx-step-token .app=${app}></wx-step-token>`;
      case 'number':
        return html`<wx-step-number .app=${app}></wx-step-number>`;
      case 'webhook':
        return html`<wx-step-webhook .app=${app}></wx-step-webhook>`;
      case 'register':
        return html`<wx-step-register .number=${number}></wx-step-register>`;
      case 'subscribe':
        return html`<wx-step-subscribe .number=${number}></wx-step-subscribe>`;
    }
  }

  /** Whoever opens it reads on from its title. */
  override focus() {
    void this.updateComplete.then(() => this.renderRoot.querySelector('h3')?.focus());
  }

  private toggle(step: Step, isOpen: boolean) {
    this.opened = isOpen ? null : step;
  }

  private take({ change }: SetupChangeEvent) {
    if (change.app) this.appRow = change.app;
    if (change.number) this.numberRow = change.number;
    this.opened = null;
  }
}
