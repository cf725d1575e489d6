import { find, until } from './screen.ts';

/** The field of a rule at `path`, wherever it stands. */
export const field = <T extends HTMLElement = HTMLInputElement>(path: string) => find<T>(`#${CSS.escape(path)}`)!;

/** Writes into it, or chooses from it, as somebody would. */
export async function write(path: string, value: string): Promise<void> {
  await until(() => field(path));
  const control = field(path);
  control.value = value;
  control.dispatchEvent(new Event(control.localName === 'select' ? 'change' : 'input', { bubbles: true }));
}

/** The button of that name. */
export const button = (name: string) =>
  everyButton(document).find(each => (each.getAttribute('aria-label') ?? each.textContent!.trim()) === name)!;

function everyButton(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll('*')].flatMap(element => [
    ...(element.localName === 'button' ? [element as HTMLElement] : []),
    ...(element.shadowRoot ? everyButton(element.shadowRoot) : []),
  ]);
}

/** Where the focus is, through all shadow trees. */
export function focused(): HTMLElement {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at as HTMLElement;
}
