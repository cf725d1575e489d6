import type { ShopperConsentInput } from '../../contract/consent.ts';
import { text } from './items.ts';
import type { On } from './tracker.ts';

/** What the page asks to be recorded. `ahead`: only be ready for it. */
export type AskConsent = (input: Omit<ShopperConsentInput, 'page'> | null) => unknown;

/**
 * `<input type="checkbox" data-woodex-opt-in>`: what its label says is agreed to when its form is sent with the box ticked, or, without a
 * form, when it is ticked; the attribute's value is the wording where the label does not say it. A box that is not ticked says nothing.
 */
export function hearOptIns(ask: AskConsent, on: On): void {
  on(document, 'change', event => {
    const [box] = event.composedPath() as HTMLInputElement[];
    if (box?.dataset?.woodexOptIn === undefined || !box.checked) return;
    // A page that is left has no time to make a visitor first.
    ask(box.form ? null : agreedTo(box));
  });
  on(document, 'submit', event => {
    const [form] = event.composedPath() as HTMLFormElement[];
    for (const box of form?.querySelectorAll<HTMLInputElement>('[data-woodex-opt-in]') ?? []) {
      if (box.checked) ask(agreedTo(box));
    }
  });
}

function agreedTo({ dataset, labels, ariaLabel }: HTMLInputElement): Parameters<AskConsent>[0] {
  const label = [...(labels ?? [])].map(it => it.textContent?.trim().replace(/\s+/g, ' ')).join(' ');
  const wording = text(dataset.woodexOptIn || label || ariaLabel, 2000);
  return wording ? { topic: 'marketing', action: 'opt-in', wording } : null;
}
