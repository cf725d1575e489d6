import type { MerchantTx } from '../db/merchant-tx.ts';
import { changeTemplate, lockTemplate, type TemplateRow } from '../db/templates.ts';
import type { TemplateEvent } from '../whatsapp/template-event.ts';
import type { Effect } from './effect.ts';
import { syncSoon } from './sync-templates-soon.ts';

/**
 * Keeps what WhatsApp told of a template, unless something newer is known, and has the templates loaded anew: a webhook says less than the
 * whole, and of some nothing but that it changed.
 */
export async function applyTemplateEvent(tx: MerchantTx, event: TemplateEvent, now: Date): Promise<Effect> {
  const row = await lockTemplate(tx, event);
  await syncSoon(tx, now);
  const changes = row && changesOf(row, event);
  if (!changes) return { outcome: 'ignored', moved: [] };
  await changeTemplate(tx, row.id, { ...changes, updatedAt: now });
  return { outcome: 'applied', moved: [], numbers: true };
}

/** Null: it is known better, or of another template that had this name before. */
function changesOf(row: TemplateRow, { metaId, at, change }: TemplateEvent): Partial<TemplateRow> | null {
  if (metaId && row.metaId && metaId !== row.metaId) return null;
  const isNews = (knownAt: Date | null) => !knownAt || at >= knownAt;
  switch (change.kind) {
    case 'status': {
      if (!change.status || !isNews(row.statusAt)) return null;
      const { status, reason, words, advice } = change;
      return {
        status,
        statusAt: at,
        rejectedReason: reason,
        rejectionWords: status === 'REJECTED' ? words : null,
        rejectionAdvice: advice,
        pausedUntil: status === 'PAUSED' ? row.pausedUntil : null,
      };
    }
    case 'quality':
      return isNews(row.qualityAt) ? { quality: change.quality, qualityAt: at } : null;
    case 'category': {
      if (!isNews(row.categoryAt)) return null;
      const category = change.category ?? row.category;
      const previousCategory = change.previous ?? (category === row.category ? row.previousCategory : row.category);
      const { next: nextCategory, nextAt: nextCategoryAt } = change;
      return { category, previousCategory, nextCategory, nextCategoryAt, categoryAt: at };
    }
    case 'components':
      return { staleSince: row.syncedAt && row.syncedAt > at ? row.staleSince : at };
  }
}
