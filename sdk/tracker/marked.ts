import type { Tell } from './tracker.ts';

/**
 * What the page has marked. `<form data-woodex-form="name">` is told when it is sent, with those of its fields that have
 * `data-woodex-field`, and nothing else of it; `data-woodex-event="name"` on a link or button when it is pressed.
 */
export function hearMarked(tell: Tell, guard: (work: () => void) => void): void {
  const hear = (type: string, attribute: string, about: (element: HTMLElement) => Record<string, unknown>) =>
    document.addEventListener(
      type,
      ({ target }) =>
        guard(() => {
          const element = (target as Element).closest<HTMLElement>(`[${attribute}]`);
          if (element) tell(element.getAttribute(attribute)!, about(element));
        }),
      { capture: true, passive: true },
    );
  hear('submit', 'data-woodex-form', form => {
    const fields = [...form.querySelectorAll<HTMLInputElement>('[data-woodex-field]')].slice(0, 20);
    return Object.fromEntries(
      fields.map(field => [field.dataset.woodexField || field.name, field.value.slice(0, 500)]),
    );
  });
  hear('click', 'data-woodex-event', ({ dataset }) => ({ label: dataset.woodexLabel }));
}
