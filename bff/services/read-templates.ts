import type {
  Template,
  TemplateCheck,
  TemplateDraft,
  TemplateList,
  TemplatePreview,
  TemplatePreviewInput,
} from '../../contract/template.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findTemplate, listTemplates, type TemplateRow } from '../db/templates.ts';
import { readDefinition, shownWithSamples } from '../domain/template-definition.ts';
import { definitionOfDraft, draftOf } from '../domain/template-draft.ts';
import { checkDraft } from '../domain/template-draft-check.ts';
import { fillTemplate } from '../domain/template-fill.ts';
import { slotsOf } from '../domain/template-slots.ts';
import { stateOf } from '../domain/template-state.ts';
import { placeholders } from '../domain/template-text.ts';
import { FIELDS } from '../domain/template-values.ts';
import { notFound } from './refusal.ts';
import { listAccounts } from './template-accounts.ts';
import { loadShopFacts, loadTemplateFacts, WRITING } from './template-facts.ts';

const QUALITIES = ['GREEN', 'YELLOW', 'RED'] as const;

export function presentTemplate(row: TemplateRow): Template {
  const definition = readDefinition(row);
  const { id, wabaId, name, language, category, status } = row;
  return {
    ...{ id, wabaId, name, language, category, status },
    quality: QUALITIES.find(quality => quality === row.quality) ?? null,
    ...stateOf(row),
    shown: shownWithSamples(definition),
    slots: slotsOf(definition),
    draft: draftOf(definition),
    updatedAt: row.updatedAt.toISOString(),
    syncedAt: row.syncedAt?.toISOString() ?? null,
  };
}

export const readTemplates = (db: Db, merchantId: string): Promise<TemplateList> =>
  withMerchant(db, merchantId, async tx => ({
    templates: (await listTemplates(tx)).map(presentTemplate),
    fields: Object.entries(FIELDS).map(([name, { label }]) => ({ name, label })),
    accounts: (await listAccounts(tx)).map(({ wabaId, numbers }) => ({
      wabaId,
      phones: numbers.map(({ displayPhone }) => displayPhone),
    })),
  }));

/** @throws Refusal not-found */
export async function requireTemplate(tx: MerchantTx, id: string): Promise<TemplateRow> {
  const row = await findTemplate(tx, id);
  if (!row || row.status === 'DELETED') throw notFound('template');
  return row;
}

/** @throws Refusal not-found */
export const readTemplate = (db: Db, merchantId: string, id: string): Promise<Template> =>
  withMerchant(db, merchantId, async tx => presentTemplate(await requireTemplate(tx, id)));

/**
 * What a customer would read, and what keeps it from being sent; without a customer, as for somebody of whom nothing is known.
 * @throws Refusal not-found
 */
export const previewTemplate = (
  db: Db,
  merchantId: string,
  id: string,
  { values, customerId }: TemplatePreviewInput,
): Promise<TemplatePreview> =>
  withMerchant(db, merchantId, async tx => {
    const definition = readDefinition(await requireTemplate(tx, id));
    const facts = customerId ? await loadTemplateFacts(tx, customerId) : await loadShopFacts(tx);
    const filled = fillTemplate(definition, values, facts, WRITING);
    return { shown: filled.shown, values: filled.values, problems: filled.problems };
  });

/** What a draft would look like with its samples, and what Meta would refuse of it. */
export const checkTemplateDraft = (draft: TemplateDraft): TemplateCheck => ({
  shown: shownWithSamples(definitionOfDraft(draft)),
  variables: placeholders(draft.body.text),
  problems: checkDraft(draft),
});
