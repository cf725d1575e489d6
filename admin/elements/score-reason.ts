import { html, nothing } from 'lit';
import type { LeadReason } from '../../contract/lead-score.ts';
import { reasonWords, signed } from '../state/event-words.ts';

/** "quote viewed twice +20": in its own direction, and its points from left to right in any. */
export const scoreReason = (reason: LeadReason) =>
  html`<bdi>${reasonWords(reason)} <bdi dir="ltr">${signed(reason.points)}</bdi></bdi>`;

/** "quote viewed twice +20, 9 days quiet −8". */
export const scoreReasons = (reasons: readonly LeadReason[]) =>
  reasons.map((reason, n) => html`${n > 0 ? ', ' : nothing}${scoreReason(reason)}`);
