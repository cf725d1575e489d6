import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AdminSession, Agent } from '../../../contract/agent.ts';
import type { RuleDefinition, RuleVersions } from '../../../contract/automation.ts';
import { agentsContext, sessionContext } from '../../contexts/contexts.ts';
import { formatExact } from '../../state/time.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';
import './wx-rule-differences.ts';

type Version = RuleVersions['versions'][number];

/** The rule is to say what it said in `version` once more. */
export class VersionBackEvent extends Event {
  readonly version: number;
  readonly definition: RuleDefinition;

  constructor({ version, definition }: Version) {
    super('version-back', { bubbles: true, composed: true });
    this.version = version;
    this.definition = definition;
  }
}

/** All that a rule has said: who wrote it and when, what one version says differently from another, and the way back. */
@customElement('wx-rule-versions')
export class WxRuleVersions extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      ol {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        align-items: center;
        justify-content: space-between;
        min-block-size: 30px;
      }
    `,
  ];

  /** Newest first. */
  @property({ attribute: false }) versions: readonly Version[] = [];
  @consume({ context: agentsContext, subscribe: true }) private agents: readonly Agent[] = [];
  @consume({ context: sessionContext }) private session!: AdminSession;
  /** Null: the two newest. */
  @state() private chosen: { before: number; after: number } | null = null;

  override render() {
    const [newest, previous] = this.versions;
    if (!newest) return nothing;
    const chosen = this.chosen ?? { before: (previous ?? newest).version, after: newest.version };
    return html`
      <ol reversed>${this.versions.map((version, n) => this.renderVersion(version, n === 0))}</ol>
      ${
        previous
          ? html`<div class="row" role="group" aria-label="Compare">Compare
              ${this.renderChoice('From version', chosen.before, before => ({ ...chosen, before }))} with
              ${this.renderChoice('To version', chosen.after, after => ({ ...chosen, after }))}</div>
            <div aria-live="polite">${this.renderDifferences(chosen)}</div>`
          : nothing
      }`;
  }

  private renderVersion(version: Version, isNewest: boolean) {
    const by =
      version.by === null ? 'came with the product' : (this.agents.find(({ id }) => id === version.by)?.name ?? '');
    return html`<li value=${version.version}>
      <span><bdi><strong>Version ${version.version}</strong></bdi> <span class="hint">${formatExact(version.at)}${by ? html`, <bdi>${by}</bdi>` : nothing}</span></span>
      ${
        isNewest || this.session.agent.role !== 'owner'
          ? nothing
          : html`<button class="button small" aria-label="Bring back version ${version.version}" @click=${() => this.dispatchEvent(new VersionBackEvent(version))}>Bring back</button>`
      }
    </li>`;
  }

  private renderChoice(label: string, version: number, change: (version: number) => { before: number; after: number }) {
    return html`<select class="field" aria-label=${label} @change=${(event: Event) => {
      this.chosen = change(Number((event.target as HTMLSelectElement).value));
    }}>${this.versions.map(each => html`<option value=${each.version} .selected=${each.version === version}>Version ${each.version}</option>`)}</select>`;
  }

  private renderDifferences({ before, after }: { before: number; after: number }) {
    const said = (version: number) => {
      const definition = this.versions.find(each => each.version === version)?.definition;
      return definition && { name: `Version ${version}`, definition };
    };
    const [was, is] = [said(before), said(after)];
    return was && is ? html`<wx-rule-differences .was=${was} .is=${is}></wx-rule-differences>` : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-versions': WxRuleVersions;
  }
}
