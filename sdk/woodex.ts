import { installCommands } from './commands.ts';
import { WoodexChat } from './elements/woodex-chat.ts';
import { readScriptTag } from './script-tag.ts';

/** Puts one chat on the page, unless the page has its own, and keeps it there when a router swaps the body. */
function begin() {
  const { key, ...settings } = readScriptTag(import.meta.url);
  let chat = document.querySelector<WoodexChat>('woodex-chat');
  const keeper = new MutationObserver(keep);

  function keep() {
    if (chat && !chat.isConnected) document.body.append(chat);
    keeper.observe(document.documentElement, { childList: true });
    keeper.observe(document.body, { childList: true });
  }

  if (!chat && key) {
    chat = Object.assign(new WoodexChat(), settings, { merchantKey: key });
    keep();
  }
  installCommands(
    () => chat ?? WoodexChat.current,
    () => keeper.disconnect(),
  );
}

if (!window.woodex || Array.isArray(window.woodex)) {
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', begin, { once: true });
  else begin();
}
