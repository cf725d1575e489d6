import { randomUUIDv7 } from 'node:crypto';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { insertTemplate, type TemplateRow } from '../db/templates.ts';
import { NOW } from './merchants.ts';

/** An approved template, with what is told of it changed. */
export async function seedTemplate(tx: MerchantTx, changes: Partial<TemplateRow> = {}): Promise<TemplateRow> {
  const id = randomUUIDv7();
  const row: TemplateRow = {
    ...{ id, wabaId: 'waba', metaId: `meta ${id}`, name: `template_${id}`, language: 'en', category: 'UTILITY' },
    ...{ status: 'APPROVED', quality: 'GREEN', parameterFormat: 'POSITIONAL', rejectedReason: null },
    components: [{ type: 'BODY', text: `Your order {{1}} is on its way (${id}).` }],
    ...{ pausedUntil: null, statusAt: NOW, qualityAt: NOW, rejectionWords: null, rejectionAdvice: null },
    ...{ previousCategory: null, nextCategory: null, nextCategoryAt: null, categoryAt: NOW, staleSince: null },
    ...{ syncedAt: NOW, createdAt: NOW, updatedAt: NOW },
    ...changes,
  };
  await insertTemplate(tx, row);
  return row;
}
