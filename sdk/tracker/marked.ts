import { type AskConsent, agreedTo } from './opt-ins.ts';
import type { Tell } from './tracker.ts';

type Marked = HTMLFormElement & HTMLAnchorElement & HTMLInputElement;

/**
 * What the page has marked, once it has marked something: loaded with the first of it. `<form data-woodex-form="name">` is told when it is
 * sent, with those of its fields that have `data-woodex-field`, and nothing else of it; `data-woodex-event="name"` on a link or button when
 * it is pressed. `<input type="checkbox" data-woodex-opt-in>`: what its label says is agreed to when its form is sent with the box ticked,
 * or, without a form, when it is ticked. A box that is not ticked says nothing.
 * @returns is told of a click, change or submit, and of all that it came through
 */
export const createMarked = (tell: Tell, ask: AskConsent) => (type: string, path: readonly EventTarget[]) => {
  const [first, marked] = [
    path[0] as Marked,
    (attribute: string) => path.find(it => (it as Marked).dataset?.[attribute]) as Marked | undefined,
  ];
  if (type === 'click') {
    const { dataset, href } = marked('woodexEvent') ?? {};
    if (dataset) tell('page', dataset.woodexEvent!, { label: dataset.woodexLabel, url: href });
  } else if (type === 'change') {
    // A page that is left has no time to make a visitor first.
    if (first.dataset?.woodexOptIn !== undefined && first.checked) void ask(first.form ? null : agreedTo(first));
  } else {
    for (const box of first.querySelectorAll<HTMLInputElement>('[data-woodex-opt-in]'))
      if (box.checked) void ask(agreedTo(box));
    const form = marked('woodexForm');
    if (form) tell('page', form.dataset.woodexForm!, fieldsOf(form));
  }
};

const fieldsOf = (form: HTMLFormElement) =>
  Object.fromEntries(
    [...form.querySelectorAll<HTMLInputElement>('[data-woodex-field]')]
      .filter(it => (/^(checkbox|radio)$/.test(it.type) ? it.checked : it.type !== 'password'))
      .slice(0, 20)
      .map(it => [it.dataset.woodexField || it.name, it.value.slice(0, 300)]),
  );
