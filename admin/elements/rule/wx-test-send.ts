import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Step } from '../../../contract/automation.ts';
import type { TestSent } from '../../../contract/automation-preview.ts';
import type { Delivery } from '../../../contract/message.ts';
import { tryMessage } from '../../api/automations.ts';
import type { ApiClient } from '../../api/client.ts';
import { apiContext, liveContext } from '../../contexts/contexts.ts';
import type { Live, UpdateEvent } from '../../contexts/live.ts';
import { Subscription } from '../../contexts/subscription.ts';
import { tickOf } from '../../state/delivery.ts';
import { uuidv7 } from '../../state/uuid.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';

const PHONE = 'woodex.my-phone';

type State =
  | { at: 'closed' | 'open' | 'sending' }
  | { at: 'failed'; words: string }
  | { at: 'sent'; sent: TestSent; delivery: Delivery | null };

/** Tries a step's message on a phone of one's own, and shows what becomes of it. */
@customElement('wx-test-send')
export class WxTestSend extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      form {
        display: grid;
        gap: 8px;
        padding: 12px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius);
      }
    `,
  ];

  @property({ attribute: false }) action!: Step['do'];
  /** Whose facts fill it. */
  @property({ attribute: false }) customer: { id: string; name: string } | null = null;
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @state() private state: State = { at: 'closed' };
  protected readonly updates = new Subscription(
    this,
    () => this.live,
    'update',
    event => this.follow(event as UpdateEvent),
  );
  /** The same for every attempt to send this one, so that a lost answer doubles nothing. */
  private clientId = '';
  private tried = '';

  override render() {
    const { state } = this;
    if (state.at === 'closed')
      return html`<button class="button small" type="button" @click=${this.open}>Try it on my phone …</button>`;
    return html`<form @submit=${this.send}>
      <div class="item"><label for="phone">Your phone, with its country code</label>
        <div class="row"><input class="field" type="tel" id="phone" dir="ltr" required minlength="5" maxlength="40" autocomplete="tel" placeholder="+49 151 23456789"
          aria-describedby="limits" .value=${localStorage.getItem(PHONE) ?? ''}>
        <button class="button" ?disabled=${state.at === 'sending'}>Send</button></div></div>
      <p class="hint" id="limits">It goes as any message does: as text if this phone wrote to the shop within 24 hours, else as the template; advertising only if it has agreed to offers. Nobody is written to who never wrote. Conditions and hours are not asked.</p>
      <div role="status">${state.at === 'sent' ? renderSent(state) : state.at === 'failed' ? html`<p class="problem">${state.words}</p>` : nothing}</div>
    </form>`;
  }

  private readonly open = async () => {
    this.state = { at: 'open' };
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
  };

  private async send(event: SubmitEvent) {
    event.preventDefault();
    // It may stand in the form of the rule, which is not to be saved by it.
    event.stopPropagation();
    const phone = this.renderRoot.querySelector('input')!.value.trim();
    localStorage.setItem(PHONE, phone);
    const { action, customer } = this;
    const question = JSON.stringify([phone, action, customer?.id]);
    if (this.tried !== question || this.state.at === 'sent') this.clientId = uuidv7();
    this.tried = question;
    this.state = { at: 'sending' };
    try {
      const input = { clientId: this.clientId, phone, action, customer: customer?.id ?? null };
      this.state = { at: 'sent', sent: await tryMessage(this.api, input), delivery: null };
    } catch (error) {
      this.state = { at: 'failed', words: error instanceof Error ? error.message : 'That did not work.' };
    }
  }

  private follow({ update: { change } }: UpdateEvent) {
    const { state } = this;
    if (state.at !== 'sent' || change.kind !== 'message' || change.message.id !== state.sent.messageId) return;
    this.state = { ...state, delivery: change.message.delivery };
  }
}

const renderSent = ({
  sent,
  delivery,
}: Extract<State, { at: 'sent' }>) => html`<p class=${delivery?.state === 'failed' ? 'problem' : ''}>
  ${sent.by === 'text' ? 'As text' : 'As the template'}: ${delivery ? tickOf(delivery).label : 'Waiting to be sent'}.
  <a href="/admin/conversations/${sent.conversationId}">Its conversation</a></p>`;

declare global {
  interface HTMLElementTagNameMap {
    'wx-test-send': WxTestSend;
  }
}
