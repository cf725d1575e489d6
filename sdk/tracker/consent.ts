import type { Whatever } from './items.ts';
import type { Consent } from './queue.ts';
import type { On } from './tracker.ts';

/** Who may say it, the one that counts most first. */
const OWN = 0;
const GOOGLE = 1;
const SHOPIFY = 2;
const TAG = 3;

/** Puts together what is said about consent, here and by the tools that the shop has for it. */
export function createConsent(
  own: Consent,
  tag: string | undefined,
  onChange: (now: Consent, own: Consent) => void,
  on: On,
) {
  const said: Consent[] = [own];
  let isReady = false;

  function say(who: number, what: Consent): void {
    // A browser that asks not to be followed is not, where nobody has asked the shopper.
    const isOptedOut = what === 'setting' && (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
    said[who] = isOptedOut ? false : what;
    if (isReady)
      onChange(
        said.find(it => it !== undefined),
        said[OWN],
      );
  }

  if (tag === 'granted') say(TAG, 'setting');
  const privacy = (window as Whatever).Shopify?.customerPrivacy;
  if (privacy) say(SHOPIFY, privacy.analyticsProcessingAllowed?.() ? 'setting' : '');
  on(document, 'visitorConsentCollected', event =>
    say(SHOPIFY, (event as CustomEvent).detail?.analyticsAllowed ? 'granted' : false),
  );

  return {
    say: (what: Consent) => what !== said[OWN] && say(OWN, what),
    /** Google's consent mode. A default comes on every page before the shopper's choice does: it gives nothing that a choice has not. */
    google(kind: unknown, values: Whatever): void {
      const storage = values?.analytics_storage;
      if (!storage) return;
      const isGranted = storage === 'granted';
      if (kind === 'update') say(GOOGLE, isGranted ? 'granted' : false);
      // One that is for some countries: where we are is not known here.
      else if (!isGranted || !(values.region || said[GOOGLE] !== undefined)) say(GOOGLE, isGranted ? 'setting' : '');
    },
    /** All that is said already has been heard. */
    ready(): void {
      isReady = true;
      say(OWN, said[OWN]);
    },
  };
}
