import { createHmac } from 'node:crypto';
import { guardedRequest, type Reach, RequestTrouble } from './guarded-request.ts';

/** What an endpoint is told. `secrets`: `whsec_…`, each signs. `at`: of this attempt. */
export type Webhook = { id: string; url: string; secrets: readonly string[]; body: string; at: Date };

/** `taken`: it answered 2xx. `gone`: it wants nothing more (410). `words`: what it came to, as a sentence. */
export type WebhookAnswer = { kind: 'taken' | 'gone' | 'failed'; words: string };

const ANSWER_WITHIN = 10_000;
/** What an endpoint answers beside its status says nothing to us. */
const LARGEST_ANSWER = 64 * 1024;

/**
 * One attempt to tell an endpoint something, signed as standardwebhooks.com says. It follows nobody elsewhere, and never throws: what
 * went wrong is in the answer.
 */
export async function postWebhook({ id, url, secrets, body, at }: Webhook, reach: Reach): Promise<WebhookAnswer> {
  const timestamp = Math.floor(at.getTime() / 1000);
  try {
    const { status } = await guardedRequest(new URL(url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'WoodEx-Webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': secrets.map(secret => signWebhook(secret, id, timestamp, body)).join(' '),
      },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN),
      reach,
      largest: LARGEST_ANSWER,
    });
    const words = `It answered ${status}.`;
    if (status >= 200 && status < 300) return { kind: 'taken', words };
    return { kind: status === 410 ? 'gone' : 'failed', words };
  } catch (error) {
    return { kind: 'failed', words: wordsOf(error) };
  }
}

/** `v1,` and the base64 of the HMAC-SHA256 over `{id}.{timestamp}.{body}`. @param secret `whsec_` and base64 */
export function signWebhook(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof RequestTrouble)) return 'It could not be reached.';
  switch (error.kind) {
    case 'forbidden':
      return 'Its address is not a public one with https.';
    case 'private-network':
      return 'Its name leads into a private network.';
    case 'timeout':
      return 'It did not answer within 10 seconds.';
    case 'too-large':
      return 'It answered with more than can be taken in.';
    case 'unreachable':
      return `It could not be reached${error.code ? ` (${error.code})` : ''}.`;
  }
}
