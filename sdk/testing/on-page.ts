import type { WoodexChat } from '../elements/woodex-chat.ts';
import type { WoodexPanel } from '../elements/woodex-panel.ts';
import { FakeShop, KEY } from './fake-shop.ts';
import { until } from './until.ts';

const realFetch = window.fetch;

/** The shop answers all of the page's requests, whoever makes them. */
export function openShop(): FakeShop {
  const shop = new FakeShop();
  window.fetch = ((url: string, init?: RequestInit) =>
    url.startsWith('https://api.test/') ? shop.fetch(url, init) : realFetch(url, init)) as typeof fetch;
  return shop;
}

export function closeShop() {
  window.fetch = realFetch;
  localStorage.clear();
  sessionStorage.clear();
}

/** A chat as a page may place it itself. */
export async function placeChat(attributes: Record<string, string> = {}): Promise<WoodexChat> {
  const chat = document.createElement('woodex-chat') as WoodexChat;
  for (const [name, value] of Object.entries({ 'merchant-key': KEY, api: 'https://api.test', ...attributes })) {
    chat.setAttribute(name, value);
  }
  document.body.append(chat);
  await chat.updateComplete;
  return chat;
}

export const inside = <T extends Element = HTMLElement>(host: Element, ...path: string[]): T => {
  const found = path.reduce<Element | null | undefined>(
    (it, selector) => it?.shadowRoot?.querySelector(selector),
    host,
  );
  if (!found) throw new Error(`no ${path.join(' > ')}`);
  return found as T;
};

export const bubbleOf = (chat: WoodexChat) => inside<HTMLButtonElement>(chat, '.bubble');
export const panelOf = (chat: WoodexChat) => inside<WoodexPanel>(chat, 'woodex-panel');
export const boxOf = (chat: WoodexChat) => inside<HTMLTextAreaElement>(panelOf(chat), 'woodex-composer', 'textarea');

/** The element that has the focus, however deep it is. */
export function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Clicks the bubble and waits until the shopper can write. */
export async function openPanel(chat: WoodexChat): Promise<WoodexPanel> {
  bubbleOf(chat).click();
  await until(() => chat.shadowRoot?.querySelector('woodex-panel'));
  const panel = panelOf(chat);
  await panel.updateComplete;
  await until(() => deepActive()?.localName === 'textarea');
  return panel;
}

/** What a reader sees, through all shadow roots. */
export function textOf(root: Node): string {
  if (root instanceof Text) return root.data;
  const element = root as Element;
  if (element.localName === 'style') return '';
  return [...(element.shadowRoot ?? element).childNodes].map(textOf).join('').replace(/\s+/g, ' ');
}
