import type { ShopperConsentInput } from '../../contract/consent.ts';
import { text } from './items.ts';
import type { KeptBox } from './kept.ts';

/** What the page asks to be recorded; null: only be ready for it. False: it could not be recorded. It never rejects. */
export type AskConsent = (input: Omit<ShopperConsentInput, 'page'> | null) => Promise<boolean>;

type Shop = {
  /** The merchant's public key, and the origin of the API. */
  key: string;
  api: string;
  /** Where the journey's token is kept. */
  kept: KeptBox;
  /** The chat's entry in the browser's storage: one browser is one visitor. */
  chatKept: KeptBox;
  signal: AbortSignal;
};
type Entry = { token?: string; conversation?: string };
type Guest = { token: string; snapshot: { conversation: string } };

/** A hanging server is a dead one after that many milliseconds. */
const PATIENCE = 15_000;

/**
 * Records what the shopper agreed to. An act of the shopper: makes a guest if there is none, as the chat would, which then goes on with
 * them.
 */
export function createOptIns({ key, api, kept, chatKept: { name }, signal }: Shop): AskConsent {
  /** Where nothing can be kept: for as long as the page is here. */
  let memory: Entry = {};
  let sitting = 0;
  addEventListener(
    'woodex-forget',
    () => {
      sitting++;
      memory = {};
    },
    { signal },
  );

  const read = (): Entry => {
    try {
      return JSON.parse(localStorage.getItem(name) ?? '{}') as Entry;
    } catch {
      return memory;
    }
  };
  const save = (changes: Entry) => {
    memory = { ...read(), ...changes };
    const newValue = JSON.stringify(memory);
    try {
      localStorage.setItem(name, newValue);
    } catch {
      // Storage is full or forbidden.
    }
    // To the chat of this tab it is as if another one had begun.
    dispatchEvent(new StorageEvent('storage', { key: name, newValue }));
  };

  const post = (path: string, body: object, token?: string) =>
    fetch(api + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      credentials: 'omit',
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });

  async function makeGuest(): Promise<string> {
    const known = read().token;
    if (known) return known;
    const before = sitting;
    const response = await post('/v1/visitors', { key, visitor: kept.read()?.token });
    const { token, snapshot } = (await response.json()) as Guest;
    if (!response.ok || !token || before !== sitting) throw response.status;
    save({ token, conversation: snapshot.conversation });
    return token;
  }

  /** One tab at a time, by the lock under which the chat makes its guests. */
  const guest = async (): Promise<string> =>
    read().token ?? (await (navigator.locks?.request(`${name}:outbox`, makeGuest) ?? makeGuest()));

  async function record(input: Parameters<AskConsent>[0], isAgain = false): Promise<boolean> {
    const token = await guest();
    if (!input) return true;
    const page = { url: text(location.href, 2000)!, title: text(document.title) ?? '' };
    const { ok, status } = await post('/v1/consents', { ...input, page }, token);
    if (status !== 401 || isAgain) return ok;
    // The guest is not known any more: the shopper has agreed all the same.
    if (read().token === token) save({ token: undefined, conversation: undefined });
    return record(input, true);
  }

  return input => record(input).catch(() => false);
}

/** What a ticked box says, in the words that stand at it. */
export function agreedTo({ dataset, labels, ariaLabel }: HTMLInputElement): Parameters<AskConsent>[0] {
  const label = [...(labels ?? [])].map(it => it.textContent?.trim().replace(/\s+/g, ' ')).join(' ');
  const wording = text(dataset.woodexOptIn || label || ariaLabel, 2000);
  return wording ? { topic: 'marketing', action: 'opt-in', wording } : null;
}
