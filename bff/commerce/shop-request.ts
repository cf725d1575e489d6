import { type Answer, guardedRequest, RequestTrouble } from './guarded-request.ts';

/** A shop that could not be asked, and why, in words for its owner. `retryAfterMs`: it said when to come again. */
export class ShopTrouble extends Error {
  override readonly name = 'ShopTrouble';
  readonly retryAfterMs: number | undefined;

  constructor(reason: string, retryAfterMs?: number) {
    super(reason);
    this.retryAfterMs = retryAfterMs;
  }
}

export type ShopAnswer = Answer;
type Options = { headers: Record<string, string>; signal: AbortSignal; allowsLocal: boolean };

/** 250 orders are a few MB. */
const LARGEST = 32 * 1024 * 1024;

/** GET, without following anybody elsewhere. @throws ShopTrouble when there is no answer */
export async function askShop(url: URL, { headers, signal, allowsLocal }: Options): Promise<ShopAnswer> {
  try {
    return await guardedRequest(url, {
      method: 'GET',
      headers: { accept: 'application/json', ...headers },
      signal,
      reach: allowsLocal ? 'this-machine' : 'public',
      largest: LARGEST,
    });
  } catch (error) {
    throw new ShopTrouble(error instanceof RequestTrouble ? wordsOf(error) : 'The shop cannot be reached.');
  }
}

function wordsOf({ kind, code }: RequestTrouble): string {
  switch (kind) {
    case 'forbidden':
      return 'The address of the shop is not a public one with https.';
    case 'private-network':
      return 'The name of the shop leads into a private network.';
    case 'timeout':
      return 'The shop does not answer in time.';
    case 'too-large':
      return 'The shop answers with more than can be taken in.';
    case 'unreachable':
      return `The shop cannot be reached${code ? ` (${code})` : ''}.`;
  }
}
