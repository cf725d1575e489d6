import { z } from 'zod';
import type { Account } from './accounts.ts';
import type { Simulation } from './simulation.ts';
import { Category, type Template, TemplateStatus } from './templates.ts';
import {
  type StatusNews,
  templateCategoryNotice,
  templateCategoryUpdate,
  templateQualityUpdate,
  templateStatusUpdate,
} from './webhooks/template-updates.ts';
import type { Update } from './webhooks/webhook-lane.ts';

const HOUR_MS = 60 * 60 * 1000;
const PAUSES = [
  { title: 'FIRST_PAUSE', hours: 3 },
  { title: 'SECOND_PAUSE', hours: 6 },
];

/** The body of `POST /simulator/templates/{id}`: what Meta decides about a template. */
export const TemplateChange = z
  .strictObject({
    status: TemplateStatus,
    /** Why it was rejected: INVALID_FORMAT, PROMOTIONAL … */
    reason: z.string().min(1),
    category: Category,
    /** A day's notice of another category. */
    correctCategory: Category,
    quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
    /** `hold` what is sent from now on, then `release` it or `drop` it with 132015 and a pause. */
    pacing: z.enum(['hold', 'release', 'drop']),
  })
  .partial();

export function changeTemplate(
  simulation: Simulation,
  account: Account,
  template: Template,
  { status, reason, category, correctCategory, quality, pacing }: z.infer<typeof TemplateChange>,
) {
  const now = simulation.clock.now();
  const tell = (update: Update) => simulation.webhooks.send(account, update);
  if (status !== undefined && status !== template.status)
    tell(templateStatusUpdate(template, setStatus(template, status, reason, now), now));
  if (category !== undefined && category !== template.category) {
    const before = template.category;
    template.category = category;
    tell(templateCategoryUpdate(template, before, now));
  }
  if (correctCategory !== undefined) tell(templateCategoryNotice(template, correctCategory, now));
  if (quality !== undefined && quality !== template.quality) {
    const before = template.quality;
    template.quality = quality;
    tell(templateQualityUpdate(template, before, now));
  }
  if (pacing !== undefined) pace(simulation, account, template, pacing);
  simulation.live.tell({ about: 'meta' });
}

/** A pause by quality ends by itself, after three hours the first time and six the second; a third disables. */
function setStatus(template: Template, status: Template['status'], reason: string | undefined, now: Date): StatusNews {
  const wasPaused = template.status === 'PAUSED';
  template.status = status;
  template.pausedUntil = null;
  template.rejectedReason = 'NONE';
  switch (status) {
    case 'PAUSED': {
      const pause = PAUSES[template.pauses++];
      if (!pause) return setStatus(template, 'DISABLED', reason, now);
      template.pausedUntil = new Date(now.getTime() + pause.hours * HOUR_MS);
      return { event: status, title: pause.title, description: `Paused for ${pause.hours} hours: its quality is low.` };
    }
    case 'DISABLED':
      return { event: status, title: 'DISABLED', description: 'Its quality was low too often.' };
    case 'REJECTED':
      template.rejectedReason = reason ?? 'INVALID_FORMAT';
      return {
        event: status,
        reason: template.rejectedReason,
        description: 'The template does not follow the rules.',
        recommendation: 'Change it and submit it again.',
      };
    case 'APPROVED':
      return wasPaused ? { event: status, title: 'UNPAUSE', description: 'It may be sent again.' } : { event: status };
    case 'PENDING':
      return { event: status };
  }
}

/** Pauses whose time is over end, as soon as somebody looks. */
export function endPauses(simulation: Simulation, account: Account) {
  const now = simulation.clock.now();
  for (const template of account.templates)
    if (template.pausedUntil !== null && template.pausedUntil <= now)
      changeTemplate(simulation, account, template, { status: 'APPROVED' });
}

function pace(simulation: Simulation, account: Account, template: Template, pacing: 'hold' | 'release' | 'drop') {
  template.pacing = pacing === 'hold' ? 'hold' : 'none';
  if (pacing === 'hold') return;
  const held = simulation.held.get(template.id) ?? [];
  simulation.held.delete(template.id);
  if (pacing === 'release') {
    for (const message of held) message.release();
    return;
  }
  for (const message of held) message.drop(132015);
  const now = simulation.clock.now();
  const news = setStatus(template, 'PAUSED', undefined, now);
  // What pacing has paused waits for somebody to unpause it.
  template.pausedUntil = null;
  simulation.webhooks.send(account, templateStatusUpdate(template, news, now));
}
