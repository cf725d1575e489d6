import { randomUUIDv7 } from 'node:crypto';
import type { Template, TemplateDraft, TemplateInput } from '../../contract/template.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { changeTemplate, insertTemplate, lockTemplate, type TemplateKey, type TemplateRow } from '../db/templates.ts';
import { componentsOf, formatOf } from '../domain/template-draft.ts';
import { checkDraft } from '../domain/template-draft-check.ts';
import type { Context } from './context.ts';
import { presentTemplate, requireTemplate } from './read-templates.ts';
import { Refusal } from './refusal.ts';
import type { TemplateTools } from './sync-templates.ts';
import { syncSoon } from './sync-templates-soon.ts';
import { chooseAccount, listAccounts, tokenOf } from './template-accounts.ts';
import { problemsRefusal, refusalOf } from './template-refusal.ts';
import { retryConflict } from './write-conflict.ts';

/**
 * Submits a new template to Meta.
 * @throws Refusal invalid-request with every problem; conflict when there is one of that name and language, or in Meta's words
 */
export async function createTemplate(
  context: Context,
  tools: TemplateTools,
  merchantId: string,
  { wabaId, draft }: TemplateInput,
): Promise<Template> {
  assertFit(draft);
  const account = await withMerchant(context.db, merchantId, async tx => {
    const chosen = chooseAccount(await listAccounts(tx), wabaId);
    const known = await lockTemplate(tx, { wabaId: chosen.wabaId, name: draft.name, language: draft.language });
    if (known && known.status !== 'DELETED')
      throw new Refusal('conflict', `There is a template “${draft.name}” in ${draft.language} already.`);
    return chosen;
  });
  const submission = submissionOf(draft);
  const accessToken = tokenOf(tools.sealer, merchantId, account);
  const answer = await tools.api.createTemplate({ wabaId: account.wabaId, template: submission, accessToken });
  if (answer.kind !== 'created') return refuse(context, merchantId, answer);
  const { metaId, status, category } = answer;
  const key = { wabaId: account.wabaId, name: draft.name, language: draft.language };
  return retryConflict(() =>
    withMerchant(context.db, merchantId, async tx => {
      // Whoever loads templates meanwhile may have found it at Meta first: what they were told is newer than Meta's answer.
      const told = await lockTemplate(tx, key);
      if (told?.metaId === metaId) return presentTemplate(told);
      const { parameterFormat, components } = submission;
      const submitted = { metaId, status, category, parameterFormat, components };
      return presentTemplate(await keepSubmitted(tx, key, submitted, context.now));
    }),
  );
}

/**
 * Submits an existing template anew; until Meta has looked at it, it is not sent.
 * @throws Refusal not-found, invalid-request, conflict
 */
export async function editTemplate(
  context: Context,
  tools: TemplateTools,
  merchantId: string,
  id: string,
  draft: TemplateDraft,
): Promise<Template> {
  const { row, account } = await withAccount(context, merchantId, id);
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(row.status))
    throw new Refusal('conflict', 'Meta is not done with it: it can be edited when it was approved or rejected.');
  if (draft.name !== row.name || draft.language !== row.language)
    throw new Refusal('invalid-request', 'name: name and language stay as they are. Make a new template for others.');
  if (row.status === 'APPROVED' && draft.category !== row.category)
    throw new Refusal('invalid-request', 'category: it stays as it is once a template was approved.');
  assertFit(draft);
  const { components, category, parameterFormat } = submissionOf(draft);
  const accessToken = tokenOf(tools.sealer, merchantId, account);
  const answer = await tools.api.editTemplate({
    metaId: metaIdOf(row),
    template: { components, category },
    accessToken,
  });
  if (answer.kind !== 'done') return refuse(context, merchantId, answer);
  return withMerchant(context.db, merchantId, async tx => {
    const submitted = { metaId: row.metaId, status: 'PENDING', category, parameterFormat, components };
    const changed = await keepSubmitted(tx, row, submitted, context.now);
    await syncSoon(tx, context.now);
    return presentTemplate(changed);
  });
}

/** Deletes it at Meta, in its language alone. @throws Refusal not-found, conflict, unavailable */
export async function deleteTemplate(
  context: Context,
  tools: TemplateTools,
  merchantId: string,
  id: string,
): Promise<void> {
  const { row, account } = await withAccount(context, merchantId, id);
  const { wabaId, name } = row;
  const accessToken = tokenOf(tools.sealer, merchantId, account);
  const answer = await tools.api.deleteTemplate({ wabaId, name, metaId: metaIdOf(row), accessToken });
  if (answer.kind !== 'done') return refuse(context, merchantId, answer);
  const { now } = context;
  await withMerchant(context.db, merchantId, tx =>
    changeTemplate(tx, id, { status: 'DELETED', statusAt: now, updatedAt: now }),
  );
}

/** Asks Meta to end a pause. @throws Refusal not-found, conflict, unavailable */
export async function unpauseTemplate(
  context: Context,
  tools: TemplateTools,
  merchantId: string,
  id: string,
): Promise<Template> {
  const { row, account } = await withAccount(context, merchantId, id);
  if (row.status !== 'PAUSED') throw new Refusal('conflict', 'It is not paused.');
  const accessToken = tokenOf(tools.sealer, merchantId, account);
  const answer = await tools.api.unpauseTemplate({ metaId: metaIdOf(row), accessToken });
  if (answer.kind !== 'done') return refuse(context, merchantId, answer);
  const { now } = context;
  return withMerchant(context.db, merchantId, async tx => {
    await changeTemplate(tx, id, { status: 'APPROVED', statusAt: now, pausedUntil: null, updatedAt: now });
    await syncSoon(tx, now);
    return presentTemplate(await requireTemplate(tx, id));
  });
}

const submissionOf = (draft: TemplateDraft) => ({
  name: draft.name,
  language: draft.language,
  category: draft.category,
  parameterFormat: formatOf(draft),
  components: componentsOf(draft),
});

function assertFit(draft: TemplateDraft): void {
  const problems = checkDraft(draft);
  if (problems.length > 0) throw problemsRefusal(problems);
}

/** The template and the account that may change it. */
const withAccount = ({ db }: Context, merchantId: string, id: string) =>
  withMerchant(db, merchantId, async tx => {
    const row = await requireTemplate(tx, id);
    const account = (await listAccounts(tx)).find(({ wabaId }) => wabaId === row.wabaId);
    if (!account) throw new Refusal('conflict', 'Its WhatsApp account is not connected any more.');
    return { row, account };
  });

function metaIdOf({ metaId }: TemplateRow): string {
  if (!metaId) throw new Refusal('conflict', 'Meta has not named it yet: load the templates anew.');
  return metaId;
}

/** What Meta may have done without saying so is learned by loading the templates anew. */
async function refuse(context: Context, merchantId: string, failed: Parameters<typeof refusalOf>[0]): Promise<never> {
  if (failed.kind === 'ambiguous') await withMerchant(context.db, merchantId, tx => syncSoon(tx, context.now));
  throw refusalOf(failed);
}

type Submitted = Pick<TemplateRow, 'metaId' | 'status' | 'category' | 'parameterFormat' | 'components'>;

/** The row as it was submitted. */
async function keepSubmitted(tx: MerchantTx, key: TemplateKey, submitted: Submitted, now: Date): Promise<TemplateRow> {
  const known = await lockTemplate(tx, key);
  const { wabaId, name, language } = key;
  const fresh: TemplateRow = {
    ...{ id: known?.id ?? randomUUIDv7(), wabaId, name, language, ...submitted },
    ...{ quality: known?.quality ?? null, qualityAt: known?.qualityAt ?? null },
    ...{ rejectedReason: null, rejectionWords: null, rejectionAdvice: null, pausedUntil: null, statusAt: now },
    ...{ previousCategory: null, nextCategory: null, nextCategoryAt: null, categoryAt: now },
    ...{ staleSince: null, syncedAt: now, createdAt: known?.createdAt ?? now, updatedAt: now },
  };
  if (!known) await insertTemplate(tx, fresh);
  else await changeTemplate(tx, known.id, fresh);
  return fresh;
}
