import type { WoodexChat } from '../elements/woodex-chat.ts';
import { GA4, hearDataLayer } from './data-layer.ts';
import type { Whatever } from './items.ts';
import { hearMarked } from './marked.ts';
import { watchPages } from './pages.ts';
import { type Consent, createQueue, forget } from './queue.ts';

/** `name`: one of ours, or the shop's own word, which is told as `custom.<word>`. */
export type Tell = (name: string, properties?: Record<string, unknown>) => void;

const NAMES: ReadonlySet<string> = new Set([
  ...Object.values(GA4),
  ...'page_viewed checkout_contact_submitted quote_viewed appointment_booked chat_opened call_clicked button_clicked form_submitted'.split(
    ' ',
  ),
]);
const SAME = 2000;
const SAME_SEARCH = 30_000;
const MOST_BYTES = 3000;

export type Tracker = ReturnType<typeof startTracker>;

/** Tells the journey of this page's shopper, from consent on. Nothing here throws into the page, whatever the page does. */
export function startTracker({ merchantKey: key, api }: Pick<WoodexChat, 'merchantKey' | 'api'>) {
  const tag = document.querySelector<HTMLElement>(`script[data-key="${key}"]`)?.dataset ?? {};
  const queue = createQueue(key, api);
  const lastOf = new Map<string, number>();
  let isDecided = false;
  let address: string | undefined;
  let waiting: unknown;

  const guard = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      console.warn('woodex:', error);
    }
  };

  const tell: Tell = (name, properties = {}) =>
    guard(() => {
      const isOurs = NAMES.has(name);
      const json = JSON.stringify(properties);
      if ((!isOurs && !/^[a-z][a-z0-9_]{0,49}$/.test(name)) || json.length > MOST_BYTES) throw name;
      // The same may be told twice, by the shop's analytics and by its theme.
      const { items, term } = properties as { items?: { id?: string }[]; term?: string };
      const what = items?.map(({ id }) => id) ?? term;
      const now = Date.now();
      if (what && now - (lastOf.get(name + what) ?? 0) < (items ? SAME : SAME_SEARCH)) return;
      lastOf.set(name + what, now);
      const page = { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) };
      queue.add(isOurs ? name : `custom.${name}`, page, JSON.parse(json));
    });

  function look(isAgain: boolean): void {
    const here = location.href.split('#')[0];
    if (here === address && !isAgain) return;
    const referrer = (address ?? document.referrer) || undefined;
    address = here;
    tell('page_viewed', { referrer });
  }

  /** `isChoice`: the shopper has chosen, and no other sign counts any more. */
  function decide(consent: Consent, isChoice = false): void {
    if (isDecided && !isChoice) return;
    isDecided ||= isChoice;
    queue.setConsent(consent);
    fill().catch(() => {});
    if (waiting && queue.mayTell()) void identify(waiting).catch(() => {});
  }

  async function journeyId(): Promise<string | null> {
    return queue.mayTell() ? (await import('./identify.ts')).journeyIdOf(queue.token()) : null;
  }

  /** Forms that carry the browser's name to the shop's server. */
  async function fill(): Promise<void> {
    const inputs = document.querySelectorAll<HTMLInputElement>('[data-woodex-journey-id]');
    const id = inputs.length > 0 ? await journeyId() : null;
    for (const input of inputs) input.value = id ?? '';
  }

  async function identify(identity: unknown, isAgain = false): Promise<void> {
    if (!identity) return reset();
    // Without consent nothing is stored or sent: it waits for it.
    waiting = queue.mayTell() ? undefined : identity;
    if (waiting) return;
    const { tellIdentity } = await import('./identify.ts');
    const outcome = await tellIdentity(api, queue.token(), identity);
    if (outcome !== 'renew' || isAgain) return;
    reset();
    await identify(identity, true);
  }

  /** Somebody else sits here from now on: they see no chat and continue no journey of the one before. */
  function reset(): void {
    forget(`woodex:${key}`);
    queue.renew();
    fill().catch(() => {});
  }

  function begin(): void {
    const { Shopify, jQuery } = window as Whatever;
    const name = tag.dataLayer ?? 'dataLayer';
    (window as Whatever)[name] ??= [];
    const layer = (window as Whatever)[name];
    const isOptedOut = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
    if (queue.wasGranted()) decide('granted');
    else if (tag.consent === 'granted' && !isOptedOut) decide('setting');
    const hasSaid = queue.wasGranted();
    // A default comes on every page before the shopper's choice does: it takes nothing away.
    const onConsent = (kind: string, isGranted: boolean) => {
      if (isGranted) decide('granted');
      else if (kind === 'update') decide('denied');
      else if (!hasSaid) decide(undefined);
    };
    watchPages(look);
    if (Array.isArray(layer)) hearDataLayer(layer, tell, onConsent, guard);
    if (Shopify || jQuery)
      void import('./stores.ts').then(({ hearStores }) => hearStores(tell, decide, guard)).catch(() => {});
    hearMarked(tell, guard);
    document.addEventListener('woodex-open', () => tell('chat_opened'));
    document.addEventListener(
      'visibilitychange',
      () => document.visibilityState === 'hidden' && guard(() => void queue.flush(true)),
    );
    addEventListener('pagehide', () => guard(() => void queue.flush(true)));
    addEventListener('online', () => guard(() => void queue.flush()));
  }

  // A page that is rendered ahead may never be looked at.
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener('prerenderingchange', () => guard(begin), { once: true });
  } else guard(begin);

  return {
    track: tell,
    page: () => guard(() => look(true)),
    identify: (identity: unknown) => identify(identity).catch(() => {}),
    reset: () => guard(reset),
    consent: (answer: unknown) => guard(() => decide(answer === 'granted' ? 'granted' : 'denied', true)),
    /** What a shop's server names this browser by; null before consent. */
    journeyId,
  };
}
