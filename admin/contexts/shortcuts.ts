import type { ReactiveController, ReactiveControllerHost } from 'lit';

const KEY = 'woodex.single-keys';

/** Single keys can be switched off, for people whose speech input types letters. */
export const keysAreOn = (storage: Storage = localStorage): boolean => storage.getItem(KEY) !== 'off';

export function setKeysOn(isOn: boolean, storage: Storage = localStorage): void {
  if (isOn) storage.removeItem(KEY);
  else storage.setItem(KEY, 'off');
}

/** Single keys of a page. They rest while somebody writes, while a menu or dialog is open, and with Ctrl, Alt or Meta. */
export class Shortcuts implements ReactiveController {
  private readonly actions: Record<string, () => void>;

  constructor(host: ReactiveControllerHost, actions: Record<string, () => void>) {
    this.actions = actions;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.take);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.take);
  }

  private readonly take = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.isComposing) return;
    const action = Object.hasOwn(this.actions, event.key) ? this.actions[event.key] : undefined;
    if (!action || !keysAreOn() || event.composedPath().some(isBusy)) return;
    event.preventDefault();
    action();
  };
}

/** A place that has its own use for the key. */
function isBusy(target: EventTarget): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target.matches('textarea, select, dialog, [contenteditable], wa-dropdown[open], wa-dropdown-item');
}
