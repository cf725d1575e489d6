import type { Typing } from '../../contract/update.ts';

/** Who types in which conversation, and until when we believe it. */
export type TypingState = ReadonlyMap<string, { by: Typing['by']; until: number }>;

/** Typing is believed for six seconds after it was last told. */
export const BELIEVED = 6000;

/** One entry per conversation: the shopper's typing outranks another agent's. */
export function withTyping(state: TypingState, { conversation, by, typing }: Typing, now: number): TypingState {
  const known = state.get(conversation);
  const isAlive = known !== undefined && known.until > now;
  if (isAlive && known.by !== by && known.by === 'shopper') return state;
  if (!typing && (!isAlive || known.by !== by)) return state;
  const result = new Map(state);
  if (typing) result.set(conversation, { by, until: now + BELIEVED });
  else result.delete(conversation);
  return result;
}

export const withoutExpired = (state: TypingState, now: number): TypingState =>
  new Map([...state].filter(([, { until }]) => until > now));
