import type { RuleDefinition } from '../../contract/automation.ts';

/**
 * A rule as somebody left it, unsaved. `version`: of the rule it was begun with; null: of none. `aside`: what they had written before they
 * went on from what somebody else had saved. `at`: ISO 8601.
 */
export type KeptDraft = {
  definition: RuleDefinition;
  version: number | null;
  aside: RuleDefinition | null;
  at: string;
};

/** Drafts of one agent in one browser: who leaves the form finds it as it was. */
export class RuleDrafts {
  private readonly storage: Storage;
  private readonly prefix: string;

  constructor(storage: Storage, agentId: string) {
    this.storage = storage;
    this.prefix = `woodex.rule-draft.${agentId}.`;
  }

  /** @param key the rule's id, or whatever names a new one */
  read(key: string): KeptDraft | null {
    try {
      const kept = JSON.parse(this.storage.getItem(this.prefix + key) ?? 'null') as KeptDraft | null;
      return kept?.definition?.steps && kept.definition.trigger ? { ...kept, aside: kept.aside ?? null } : null;
    } catch {
      // Not written by us, or by another version of the dashboard.
      return null;
    }
  }

  keep(key: string, draft: KeptDraft): void {
    try {
      this.storage.setItem(this.prefix + key, JSON.stringify(draft));
    } catch {
      // Full or forbidden: the form works without.
    }
  }

  drop(key: string): void {
    this.storage.removeItem(this.prefix + key);
  }
}
