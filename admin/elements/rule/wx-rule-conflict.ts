import { consume } from '@lit/context';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AdminSession, Agent } from '../../../contract/agent.ts';
import type { RuleDefinition, RuleVersions } from '../../../contract/automation.ts';
import { agentsContext, sessionContext } from '../../contexts/contexts.ts';
import { formatExact } from '../../state/time.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';
import './wx-rule-differences.ts';

export type Version = RuleVersions['versions'][number];

/** `keep-mine`: what was written here becomes the version after the newer one. `go-on`: the newer one is written on. */
export class ConflictAnswerEvent extends Event {
  readonly answer: 'keep-mine' | 'go-on';

  constructor(answer: 'keep-mine' | 'go-on') {
    super('conflict-answer');
    this.answer = answer;
  }
}

/** Somebody else saved a rule while it was being written here: says who, shows what differs, and asks which is to count. */
@customElement('wx-rule-conflict')
export class WxRuleConflict extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    shared,
    templateForms,
    css`
      section {
        display: grid;
        gap: 10px;
        padding: 12px 14px;
        border: 1px solid var(--wx-warning);
        border-radius: var(--wx-radius);
      }
      section:focus-visible {
        outline: 2px solid var(--wx-warning);
        outline-offset: 2px;
      }
      h2 {
        margin: 0;
        font-size: 1rem;
      }
      p {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) newer!: Version;
  /** What was written here. */
  @property({ attribute: false }) mine!: RuleDefinition;
  @property({ type: Boolean }) disabled = false;
  @consume({ context: agentsContext, subscribe: true }) private agents: readonly Agent[] = [];
  @consume({ context: sessionContext }) private session!: AdminSession;

  override render() {
    const { newer, mine, disabled } = this;
    const { version, definition, at } = newer;
    const say = (answer: ConflictAnswerEvent['answer']) => () => this.dispatchEvent(new ConflictAnswerEvent(answer));
    return html`<section tabindex="-1" aria-labelledby="who">
      <h2 id="who"><bdi>${this.who()}</bdi> saved version ${version} while you were writing</h2>
      <p class="hint">On ${formatExact(at)}. Nothing was saved over it, and nothing of yours is lost.</p>
      <wx-rule-differences .was=${{ name: 'Yours', definition: mine }} .is=${{ name: `Version ${version}`, definition }}></wx-rule-differences>
      <div class="row">
        <button class="button" type="button" ?disabled=${disabled} @click=${say('go-on')}>Go on from version ${version}</button>
        <button class="button" type="button" ?disabled=${disabled} @click=${say('keep-mine')}>Save mine as version ${version + 1}</button>
      </div>
    </section>`;
  }

  private who(): string {
    const { by } = this.newer;
    if (by === this.session.agent.id) return 'You, elsewhere,';
    return this.agents.find(({ id }) => id === by)?.name ?? 'Somebody else';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-conflict': WxRuleConflict;
  }
}
