import { idOf, type JsonObject, numberOf, objectOf, stampOf, textOf } from './json.ts';
import { reasonOf } from './template-api.ts';

/** What WhatsApp says of a template (Meta, Webhooks, "message_template_status_update" and its like). */
export type TemplateEvent = {
  wabaId: string;
  metaId?: string | undefined;
  name: string;
  language: string;
  /** When it happened; webhooks come in any order. */
  at: Date;
  change:
    | {
        kind: 'status';
        /** Meta's word, e.g. APPROVED; null: it says only that something happened. */
        status: string | null;
        category: string | null;
        reason: string | null;
        words: string | null;
        advice: string | null;
      }
    | { kind: 'quality'; quality: string; before: string | null }
    /** `category` is what it is from `at` on; null: only `next`, the one it will have, is told. */
    | { kind: 'category'; category: string | null; previous: string | null; next: string | null; nextAt: Date | null }
    /** Its text is another one now. What the webhook says of it is less than the whole. */
    | { kind: 'components' };
};

/** The events that are states of a template. What is none (FLAGGED, an event we do not know) is only a reason to look. */
const STATES: Record<string, string> = {
  ...Object.fromEntries(
    [
      'APPROVED',
      'PENDING',
      'REJECTED',
      'PAUSED',
      'DISABLED',
      'IN_APPEAL',
      'PENDING_DELETION',
      'DELETED',
      'LIMIT_EXCEEDED',
      'ARCHIVED',
    ].map(word => [word, word]),
  ),
  REINSTATED: 'APPROVED',
  UNPAUSED: 'APPROVED',
};

export const TEMPLATE_FIELDS: readonly string[] = [
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
];

/** Reads one change; undefined when it is of another field, or names no template. */
export function templateEvent(
  field: string,
  value: JsonObject,
  entry: JsonObject,
  receivedAt: Date,
): TemplateEvent | undefined {
  const wabaId = idOf(entry.id);
  const name = textOf(value.message_template_name);
  const language = textOf(value.message_template_language);
  if (!wabaId || !name || !language) return undefined;
  const change = changeOf(field, value);
  const at = stampOf(entry.time, receivedAt);
  return change && { wabaId, metaId: metaIdOf(value.message_template_id), name, language, at, change };
}

/** A number that JavaScript cannot hold exactly names nobody. */
const metaIdOf = (value: unknown) =>
  typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : idOf(value);

function changeOf(field: string, value: JsonObject): TemplateEvent['change'] | undefined {
  switch (field) {
    case 'message_template_status_update': {
      const told = objectOf(value.rejection_info);
      return {
        kind: 'status',
        status: STATES[(textOf(value.event) ?? '').toUpperCase()] ?? null,
        category: textOf(value.message_template_category) ?? null,
        reason: reasonOf(value.reason),
        words: textOf(told?.reason) ?? textOf(objectOf(value.other_info)?.description) ?? null,
        advice: textOf(told?.recommendation) ?? null,
      };
    }
    case 'message_template_quality_update': {
      const quality = textOf(value.new_quality_score);
      return quality ? { kind: 'quality', quality, before: textOf(value.previous_quality_score) ?? null } : undefined;
    }
    case 'template_category_update':
      return categoryOf(value);
    case 'message_template_components_update':
      return { kind: 'components' };
    default:
      return undefined;
  }
}

/** A day ahead `correct_category` names the coming one and `new_category` the one it still has; afterwards there is only the latter. */
function categoryOf(value: JsonObject): TemplateEvent['change'] | undefined {
  const category = textOf(value.new_category) ?? null;
  const next = textOf(value.correct_category) ?? null;
  if (!category && !next) return undefined;
  const stamp = numberOf(value.category_update_timestamp);
  // What no calendar holds is no date.
  const nextAt = next && stamp && stamp > 0 && stamp < 1e11 ? new Date(stamp * 1000) : null;
  return { kind: 'category', category, previous: textOf(value.previous_category) ?? null, next, nextAt };
}
