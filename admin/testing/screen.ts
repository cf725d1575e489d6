import { waitUntil } from '@open-wc/testing';

/** Waits for a condition, long enough for a busy machine. A throw counts as not yet: what it looks at may still be to come. */
export async function until(condition: () => unknown, what = 'it did not happen'): Promise<void> {
  let cause: unknown;
  const isTrue = () => {
    try {
      return Boolean(condition());
    } catch (error) {
      cause = error;
      return false;
    }
  };
  await waitUntil(isTrue, what, { timeout: 9000 }).catch(error => {
    throw cause === undefined ? error : new Error(what, { cause });
  });
}

/** The first element that matches, through all open shadow trees. */
export function find<T extends HTMLElement>(selector: string, root: ParentNode = document): T | null {
  const here = root.querySelector<T>(selector);
  if (here) return here;
  for (const element of root.querySelectorAll('*')) {
    const inside = element.shadowRoot && find<T>(selector, element.shadowRoot);
    if (inside) return inside;
  }
  return null;
}

/** The first match in the shadow tree of the first `host`. */
export const inside = <T extends HTMLElement>(host: string, selector: string): T | null =>
  find<T>(selector, find(host)?.shadowRoot ?? document.createDocumentFragment());

/** All that can be read in the first match, with single spaces. */
export const text = (selector: string) => deepText(find(selector)).replace(/\s+/g, ' ');

/** All text below a node, through shadow trees. */
export function deepText(node: Node | null): string {
  if (node instanceof Element && node.shadowRoot) return deepText(node.shadowRoot);
  if (node instanceof Comment) return '';
  // What a dialog shows stands outside it, and is put in by its slot.
  if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0)
    return node.assignedNodes().map(deepText).join(' ');
  if (!node?.hasChildNodes()) return node?.textContent ?? '';
  return [...node.childNodes].map(deepText).join(' ');
}

/** The characters of one line in the order in which they stand from left to right, with single spaces. */
export function asItStands(line: Element): string {
  const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const places: { character: string; left: number }[] = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    for (const [at, character] of [...node.textContent!].entries()) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, width } = range.getBoundingClientRect();
      if (width > 0) places.push({ character, left });
    }
  }
  const inOrder = places.sort((a, b) => a.left - b.left).map(({ character }) => character);
  return inOrder.join('').replace(/\s+/g, ' ').trim();
}

/** Waits until the words can be read there. */
export const see = (selector: string, words: string) =>
  until(() => text(selector).includes(words), `"${words}" was not seen in ${selector}`);

/** A key, pressed where the focus is. */
export function press(key: string) {
  let target = document.activeElement;
  while (target?.shadowRoot?.activeElement) target = target.shadowRoot.activeElement;
  target!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
}
