import { randomInt } from 'node:crypto';
import type { Account } from '../accounts.ts';

export type HandshakeResult = { verified: true } | { verified: false; reason: string };

/** Asks the webhook's owner whether it is theirs: it must echo the challenge as the whole body. */
export async function shakeHands(account: Account, signal: AbortSignal): Promise<HandshakeResult> {
  const challenge = String(randomInt(1e8, 1e9));
  const url = new URL(account.webhookUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', account.verifyToken);
  try {
    const answer = await fetch(url, { signal, redirect: 'manual' });
    const body = await answer.text();
    if (answer.status !== 200) return { verified: false, reason: `answered ${answer.status}` };
    return body === challenge ? { verified: true } : { verified: false, reason: 'did not echo the challenge' };
  } catch (error) {
    return { verified: false, reason: networkReason(error) };
  }
}

/** fetch hides the reason one level down. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message;
}
