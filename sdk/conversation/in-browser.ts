import { Conversation } from './conversation.ts';

/** With all that this browser lends; some frames and settings forbid even asking. */
export function conversationInBrowser(api: string, key: string): Conversation {
  const storage = lend(() => localStorage);
  return new Conversation({
    api,
    key,
    storage,
    sessionStorage: lend(() => sessionStorage),
    // Tabs that cannot read the same token cannot lead each other.
    locks: storage && lend(() => navigator.locks),
    openChannel: name => new BroadcastChannel(name),
  });
}

function lend<T>(thing: () => T): T | undefined {
  try {
    return thing();
  } catch {
    return undefined;
  }
}
