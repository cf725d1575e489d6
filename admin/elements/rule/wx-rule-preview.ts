import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RuleDefinition, Step } from '../../../contract/automation.ts';
import type { MessagePreview, TextPiece } from '../../../contract/automation-preview.ts';
import { previewMessage } from '../../api/automations.ts';
import { type ApiClient, ProblemError } from '../../api/client.ts';
import { apiContext } from '../../contexts/contexts.ts';
import { Delayed } from '../../controllers/delayed.ts';
import { localWords, shortly } from '../../state/local-words.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';
import '../wx-template-bubble.ts';
import type { CustomerPickEvent } from './wx-customer-picker.ts';
import './wx-customer-picker.ts';
import { rulePreviewStyles } from './wx-rule-preview.styles.ts';
import './wx-test-send.ts';

type Looked = { n: number; action: Step['do']; preview: MessagePreview };

const WOULD = { send: 'It would be sent.', later: 'It would be sent later.', not: 'It would not be sent.' };

/** What one customer would get of a rule's messages as it stands: whether, which way, and which of the words are known of them. */
@customElement('wx-rule-preview')
export class WxRulePreview extends LitElement {
  static override styles = [shared, templateForms, rulePreviewStyles];

  @property({ attribute: false }) definition!: RuleDefinition;
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private customer: { id: string; name: string } | null = null;
  private readonly looked = new Delayed<Looked[]>(this);
  private asked = '';

  protected override willUpdate(changed: PropertyValues) {
    if (changed.has('definition')) this.ask();
  }

  override render() {
    if (this.messages.length === 0) return html`<p class="hint">No step writes anything yet.</p>`;
    return html`
      <wx-customer-picker .picked=${this.customer} @customer-pick=${this.pick}></wx-customer-picker>
      <div aria-live="polite">${this.renderAnswer()}</div>`;
  }

  private renderAnswer() {
    const { status, value, error } = this.looked.answer;
    if (!this.customer) return nothing;
    // Half a condition is refused, like every rule that has one.
    if (status === 'error' && error instanceof ProblemError && error.status === 400)
      return html`<p class="hint">Something of the rule is still to be filled in: what they would get is shown then.</p>`;
    if (status === 'error')
      return html`<p class="problem">${error instanceof Error ? error.message : 'It could not be looked at.'}</p>`;
    if (!value) return html`<p class="hint">Looking…</p>`;
    return html`<ol ?data-behind=${this.looked.isBehind}>${value.map(each => this.renderStep(each))}</ol>`;
  }

  private renderStep({ n, action, preview: { now, occasion, text, template } }: Looked) {
    return html`<li>
      <h3>Step ${n + 1}</h3>
      <div class="note now ${now.would === 'send' ? '' : 'warning'}"><p><strong>${WOULD[now.would]}</strong> <bdi>${localWords(now.words)}</bdi></p>
        <p>${occasion ? `If it were due now, by what began the rule for them last (${shortly(occasion)}).` : 'If it were due now. Nothing has begun the rule for them within seven days: as if something just had.'}</p></div>
      ${
        text
          ? html`<p class="hint">In the panel, and as text</p><p class="text" dir="auto">${text.pieces.map(renderPiece)}</p>
              ${text.problem ? html`<p class="problem">${text.problem}</p>` : nothing}`
          : nothing
      }
      ${template ? this.renderTemplate(template) : nothing}
      <wx-test-send .action=${action} .customer=${this.customer}></wx-test-send>
    </li>`;
  }

  private renderTemplate({ name, found, problems }: NonNullable<MessagePreview['template']>) {
    const made =
      found?.values.filter(({ pieces }) => pieces.some(({ from }) => from === 'fallback' || from === 'missing')) ?? [];
    return html`<p class="hint">As the template “${name}”${found ? `, ${found.language}` : nothing}</p>
      ${found ? html`<wx-template-bubble .shown=${found.shown}></wx-template-bubble>` : nothing}
      ${made.length > 0 ? html`<ul>${made.map(({ key, pieces }) => html`<li><span class="hint">${key}</span> <span dir="auto">${pieces.map(renderPiece)}</span></li>`)}</ul>` : nothing}
      ${problems.map(problem => html`<p class="problem">${problem}</p>`)}`;
  }

  private get messages() {
    return this.definition.steps.flatMap((step, n) =>
      step.do.kind === 'message' && (step.do.text || step.do.template) ? [{ n, step }] : [],
    );
  }

  private readonly pick = ({ customer }: CustomerPickEvent) => {
    this.customer = customer;
    this.asked = '';
    this.looked.answer.forget();
    this.ask();
  };

  /** Only when something of it has changed. */
  private ask() {
    const { customer, messages } = this;
    const { trigger, if: condition, cancelledBy, hours } = this.definition;
    const rule = { trigger, if: condition, cancelledBy, hours };
    const question = JSON.stringify([rule, messages]);
    if (!customer || question === this.asked) return;
    this.asked = question;
    this.looked.ask(signal =>
      Promise.all(
        messages.map(async ({ n, step }) => {
          const preview = await previewMessage(this.api, { customer: customer.id, rule, step }, signal);
          return { n, action: step.do, preview };
        }),
      ),
    );
  }
}

const renderPiece = ({ text, from, field }: TextPiece) => {
  switch (from) {
    case 'words':
      return text;
    case 'known':
      return html`<mark title="Known: ${field}">${text}</mark>`;
    case 'fallback':
      return html`<mark class="fallback" title="${field} is not known: this stands there instead">${text}<span class="visually-hidden"> (stands there instead of ${field})</span></mark>`;
    case 'missing':
      return html`<mark class="missing">${field} is not known</mark>`;
  }
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-preview': WxRulePreview;
  }
}
