import type { Action } from '../../../contract/automation-action.ts';
import { mayWrite, type RefusalReason } from '../consent.ts';
import { SECOND } from '../duration.ts';
import { isWindowOpen } from '../service-window.ts';
import type { PersonFacts } from './facts.ts';

export type MessageAction = Extract<Action, { kind: 'message' }>;

/** Pages tell once a minute that they are open. */
export const PANEL_OPEN_FOR = 90 * SECOND;

export type Way =
  | { by: 'panel' }
  | { by: 'text' | 'template' }
  | { by: 'none'; reason: RefusalReason | 'panel-closed' | 'not-on-whatsapp' | 'window-closed'; words: string };

/** Which one way does the message go at `now`? Whoever has the panel before them reads it there, and nowhere else. */
export function wayOf(action: MessageAction, person: PersonFacts, now: Date): Way {
  if (action.panel !== 'never' && action.text && isPanelOpen(person.panelAt, now)) return inPanel(action, person);
  if (action.panel === 'only') return { by: 'none', reason: 'panel-closed', words: NOT_HERE };
  const may = mayWrite(action.purpose, person.consent);
  if (!may.ok) return { by: 'none', reason: may.reason, words: may.words };
  if (!person.address) return { by: 'none', reason: 'not-on-whatsapp', words: NOT_THERE };
  if (action.text && isWindowOpen(person.lastInboundAt, now)) return { by: 'text' };
  return action.template ? { by: 'template' } : { by: 'none', reason: 'window-closed', words: CLOSED };
}

/** On the shop's own page no yes is needed; a no is heeded. */
function inPanel({ purpose }: MessageAction, { consent }: PersonFacts): Way {
  const may = mayWrite(purpose, consent);
  return may.ok || may.reason === 'no-opt-in' ? { by: 'panel' } : { by: 'none', reason: may.reason, words: may.words };
}

export const isPanelOpen = (panelAt: Date | null, now: Date): boolean =>
  panelAt !== null && now.getTime() - panelAt.getTime() < PANEL_OPEN_FOR;

const NOT_HERE = 'They have no page of the shop open';
const NOT_THERE = 'They are not known on WhatsApp, or no number is connected, and have no page of the shop open';
const CLOSED = 'They wrote by WhatsApp more than 24 hours ago or never, and the step has no template';
