import type { Action } from '../../../contract/automation-action.ts';
import { assignAction } from './actions/wx-action-assign.ts';
import { messageAction } from './actions/wx-action-message.ts';
import { noteAction } from './actions/wx-action-note.ts';
import { scoreAction } from './actions/wx-action-score.ts';
import { splitAction } from './actions/wx-action-split.ts';
import { tagAction } from './actions/wx-action-tag.ts';
import { waitAction } from './actions/wx-action-wait.ts';
import { webhookAction } from './actions/wx-action-webhook.ts';
import type { Kinds } from './kinds.ts';

/** Every kind of action, in the order in which they are offered. One that is missing here does not compile. */
export const ACTIONS: Kinds<Action, 'kind'> = {
  message: messageAction,
  assign: assignAction,
  note: noteAction,
  tag: tagAction,
  score: scoreAction,
  webhook: webhookAction,
  wait: waitAction,
  split: splitAction,
};
