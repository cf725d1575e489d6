import type { Live } from '../live/live.ts';
import type { Wakes } from './effect.ts';

/** Wakes whoever shows what has moved. After the commit. */
export function wakeScreens(live: Live, merchantId: string, { moved, numbers }: Wakes): void {
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  if (numbers) live.publish({ kind: 'numbers', merchantId });
}
