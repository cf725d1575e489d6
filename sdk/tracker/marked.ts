import type { On, Tell } from './tracker.ts';

/**
 * What the page has marked. `<form data-woodex-form="name">` is told when it is sent, with those of its fields that have
 * `data-woodex-field`, and nothing else of it; `data-woodex-event="name"` on a link or button when it is pressed.
 */
export function hearMarked(tell: Tell, on: On): void {
  const hear = (
    type: string,
    attribute: string,
    about: (element: HTMLFormElement & HTMLAnchorElement) => Record<string, unknown>,
  ) =>
    on(document, type, event => {
      const element = event.composedPath().find(it => (it as HTMLElement).dataset?.[attribute]);
      if (element)
        tell(
          'page',
          (element as HTMLElement).dataset[attribute]!,
          about(element as HTMLFormElement & HTMLAnchorElement),
        );
    });
  hear('submit', 'woodexForm', form =>
    Object.fromEntries(
      [...form.querySelectorAll<HTMLInputElement>('[data-woodex-field]')]
        .filter(it => (/^(checkbox|radio)$/.test(it.type) ? it.checked : it.type !== 'password'))
        .slice(0, 20)
        .map(it => [it.dataset.woodexField || it.name, it.value.slice(0, 300)]),
    ),
  );
  hear('click', 'woodexEvent', ({ dataset, href }) => ({ label: dataset.woodexLabel, url: href }));
}
