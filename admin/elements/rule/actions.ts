import type { Step } from '../../../contract/automation.ts';
import { assignAction } from './actions/wx-action-assign.ts';
import { messageAction } from './actions/wx-action-message.ts';
import type { Kinds } from './kinds.ts';

/** Every kind of action, in the order in which they are offered. */
export const ACTIONS: Partial<Kinds<Step['do'], 'kind'>> = {
  message: messageAction,
  assign: assignAction,
};
