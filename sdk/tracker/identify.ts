import type { Identified } from '../../contract/journey-event.ts';
import { base64url } from './queue.ts';

/** Tells who the shopper is, in words signed by the shop's server. Undefined when the server does not believe it: the console says why. */
export async function tellIdentity(
  api: string,
  visitor: string,
  identity: unknown,
): Promise<Identified['outcome'] | undefined> {
  const response = await fetch(`${api}/v1/identify`, {
    method: 'POST',
    body: JSON.stringify({ visitor, identity }),
    headers: { 'content-type': 'application/json' },
    credentials: 'omit',
  });
  const { outcome, detail } = (await response.json()) as Partial<Identified> & { detail?: string };
  if (!response.ok) console.warn(`woodex: identify: ${detail}`);
  return outcome;
}

/** What the browser that holds this token may be named by: its SHA-256, from which nobody finds the token. Null without a secure page. */
export async function journeyIdOf(token: string): Promise<string | null> {
  if (!crypto.subtle) return null;
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}
