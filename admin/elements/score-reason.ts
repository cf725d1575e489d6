import { html, nothing } from 'lit';
import type { LeadReason } from '../../contract/lead-score.ts';
import { reasonWords, signed } from '../state/event-words.ts';

const withPoints = (reason: LeadReason) => html`${reasonWords(reason)} <bdi dir="ltr">${signed(reason.points)}</bdi>`;

/** "quote viewed twice +20": in its own direction, and its points from left to right in any. */
export const scoreReason = (reason: LeadReason) => html`<bdi>${withPoints(reason)}</bdi>`;

/** "quote viewed twice +20, 9 days quiet −8", as one sentence. */
export const scoreReasons = (reasons: readonly LeadReason[]) =>
  html`<bdi>${reasons.map((reason, n) => html`${n > 0 ? ', ' : nothing}${withPoints(reason)}`)}</bdi>`;
