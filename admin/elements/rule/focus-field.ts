/** To the field of a rule at `path`, or to what is around it. Parts have shadow trees of their own: all are looked through. */
export function focusField(root: ParentNode, path: string): void {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const field = findById(root, parts.slice(0, length).join('.'));
    if (!field) continue;
    field.focus();
    field.scrollIntoView({ block: 'center' });
    return;
  }
}

function findById(root: ParentNode, id: string): HTMLElement | null {
  const here = root.querySelector<HTMLElement>(`#${CSS.escape(id)}`);
  if (here) return here;
  for (const element of root.querySelectorAll('*')) {
    const inner = element.shadowRoot && findById(element.shadowRoot, id);
    if (inner) return inner;
  }
  return null;
}

const PLACES: Record<string, string> = {
  name: 'Name',
  trigger: 'When',
  once: 'How often',
  if: 'Only if',
  hours: 'Hours',
};

/** Where a path is, as the form calls it. */
export function placeWords(path: string): string {
  const [first = '', n] = path.split('.');
  if (first === 'steps' && n !== undefined) return `Step ${Number(n) + 1}`;
  return PLACES[first] ?? 'The rule';
}
