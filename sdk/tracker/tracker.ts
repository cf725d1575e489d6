import type { BROWSER_EVENTS } from '../../contract/journey-event.ts';
import type { WoodexChat } from '../elements/woodex-chat.ts';
import { createConsent } from './consent.ts';
import { GA4, hearDataLayer } from './data-layer.ts';
import { createHeard } from './heard.ts';
import { knownOf, text, type Whatever } from './items.ts';
import { keptAs } from './kept.ts';
import type { Marks } from './marks.ts';
import { watchPages } from './pages.ts';
import type { Consent } from './queue.ts';
import type { Telling } from './telling.ts';

/** `source`: who tells it. `name`: one of ours, or the shop's own word, which is told as `custom.<word>`. */
export type Tell = (source: string, name: string, properties?: Whatever, at?: number) => void;
/** Runs it; nothing that goes wrong reaches the page. */
export type Guard = (work: () => unknown) => void;
/** Listens before the page does, without holding it up, until the tracker is stopped. */
export type On = (target: EventTarget, type: string, hear: (event: Event) => unknown) => void;

type BrowserEvent = (typeof BROWSER_EVENTS)[number];

/** Names that no other list has. */
const MORE = [
  'page_viewed',
  'checkout_contact_submitted',
  'quote_viewed',
  'appointment_booked',
  'chat_opened',
  'call_clicked',
  'button_clicked',
  'form_submitted',
] as const satisfies BrowserEvent[];
export type KnownName = (typeof MORE)[number] | (typeof GA4)[keyof typeof GA4];
const NAMES = new Set<string>([...Object.values(GA4), ...MORE]);

/** What the page may have marked. */
const MARKED = ':is([data-woodex-form],[data-woodex-event],[data-woodex-opt-in],form:has([data-woodex-opt-in]))';

const MOST_BYTES = 4500;
const MOST_WAITING = 100;
const NOT_YET = 1000;

export type Tracker = {
  track: (name: string, properties?: Whatever) => void;
  page: () => void;
  identify: (claim: unknown) => Promise<void>;
  reset: () => void;
  consent: (answer: unknown) => void;
  /** What a shop's server names this browser by; null before consent. */
  journeyId: () => Promise<string | null>;
  /** What the shopper agreed to be sent by WhatsApp; false: it could not be recorded. */
  optIn: (said: unknown) => Promise<boolean>;
  stop: () => void;
};

/**
 * Tells the journey of this page's shopper, from consent on. Nothing here throws into the page, whatever the page does. `find`: the
 * chat, which says whose shop this is; waits for it.
 */
export async function startTracker(find: () => WoodexChat | undefined): Promise<Tracker> {
  const chat = find();
  if (!chat?.merchantKey) {
    await new Promise(later => setTimeout(later, NOT_YET));
    return startTracker(find);
  }
  const { merchantKey: key, api } = chat;
  const { dataset } = document.querySelector<HTMLElement>(`script[data-key="${key}"]`) ?? chat;
  const life = new AbortController();
  const { signal } = life;
  const chatKept = keptAs(`woodex:${key}`);
  const kept = keptAs(`${chatKept.name}:journey`);
  const isDouble = createHeard();
  const layers = new Set<unknown>();
  /** What was told before consent: it counts once consent comes. */
  let waiting: Parameters<Telling['add']>[] = [];
  /** It is here while there is consent. */
  let telling: Telling | undefined;
  let arriving: Promise<void> | undefined;
  let agreed: Consent;
  let address: string | undefined;
  let identity: unknown;
  let hasWarned = false;
  /** It is here once the page has marked something. */
  let marks: Marks | undefined;

  const guard: Guard = work => {
    try {
      if (!signal.aborted) work();
    } catch {
      // Ours to bear, not the page's.
    }
  };
  const on: On = (target, type, hear) =>
    target.addEventListener(type, event => guard(() => hear(event)), { capture: true, passive: true, signal });

  const tell: Tell = (source, name, properties = {}, at = Date.now()) => {
    const isOurs = NAMES.has(name);
    if (!isOurs && !name.match(/^[a-z][a-z\d_]{0,49}$/)) throw name;
    const known = knownOf(properties);
    if (isDouble(source, name, known, at)) return;
    const json = () => JSON.stringify({ ...properties, ...known });
    while (new Blob([json()]).size > MOST_BYTES) if (!known.items?.pop()) throw name;
    const page = { url: text(location.href, 2000)!, title: text(document.title) ?? '' };
    const event: (typeof waiting)[number] = [isOurs ? name : `custom.${name}`, page, JSON.parse(json()), at];
    if (telling) telling.add(...event);
    else if (agreed !== false && waiting.length < MOST_WAITING) waiting.push(event);
  };

  function look(at: number, isAgain?: boolean): void {
    // A router may keep its place behind #/ or #!; any other is a place on the same page.
    const here = location.href.replace(/#(?![/!]).*/, '');
    if (here !== address || isAgain) {
      const referrer = address ?? document.referrer;
      address = here;
      tell('page', 'page_viewed', { referrer }, at);
    }
    hearLayers();
    telling?.fill();
    if (document.querySelector(MARKED)) void withMarks(() => {});
  }

  const hearLayers = () =>
    guard(() => {
      for (const name of (dataset.layers ?? 'dataLayer').split(' ')) {
        const layer = (window as Whatever)[name];
        if (Array.isArray(layer) && !layers.has(layer)) hearDataLayer(layer, tell, consent.google, guard);
        layers.add(layer);
      }
    });

  const consent = createConsent(kept.read()?.own, dataset.consent, follow, on);

  function follow(now: Consent, own: Consent): void {
    agreed = now;
    if (now) arriving = tellFrom(own).catch(() => {});
    else {
      telling?.end();
      telling = undefined;
    }
    if (now === false) {
      waiting = [];
      // Where the merchant's setting tells without asking, a no has to be remembered; and nothing else.
      kept.write(own === false && dataset.consent ? { own } : undefined);
    }
  }

  /** At once, if the page had marked something before. */
  const withMarks = <T>(work: (it: Marks) => T) =>
    marks
      ? work(marks)
      : import('./marks.ts')
          .then(({ createMarks }) => {
            marks ??= createMarks({ key, api, kept, chatKept, signal, tell });
            return work(marks);
          })
          .catch(() => {});

  async function tellFrom(own: Consent): Promise<void> {
    const { createTelling } = await import('./telling.ts');
    if (!agreed || signal.aborted) return;
    telling ??= createTelling({ key, api, kept, chatKept, signal, onDenied: () => consent.say(false) });
    telling.begin(agreed, own);
    for (const event of waiting.splice(0)) telling.add(...event);
    if (identity) await identify(identity);
  }

  /** Without consent nothing is stored or sent: it waits for it. */
  async function identify(claim: unknown): Promise<void> {
    if (!claim) return reset();
    identity = telling ? undefined : claim;
    if (await telling?.identify(claim)) {
      reset();
      await telling?.identify(claim);
    }
  }

  /** Somebody else sits here from now on: they see no chat and continue no journey of the one before. */
  function reset(): void {
    identity = undefined;
    chatKept.write();
    dispatchEvent(new Event('woodex-forget'));
    const left = kept.read();
    if (telling) telling.renew();
    else if (left) kept.write({ ...left, token: '' });
  }

  function leave(): void {
    hearLayers();
    void telling?.flush(true);
  }

  function begin(): void {
    watchPages(look, on, guard);
    for (const type of ['click', 'change', 'submit'])
      on(document, type, event => {
        const path = event.composedPath();
        if (path.some(it => (it as Element).matches?.(MARKED))) return withMarks(it => it.hear(type, path));
      });
    const { Shopify, jQuery } = window as Whatever;
    if (Shopify || jQuery)
      void import('./stores.ts').then(({ hearStores }) => hearStores(tell, on, guard)).catch(() => {});
    on(document, 'woodex-open', () => tell('page', 'chat_opened'));
    on(document, 'click', () => setTimeout(hearLayers, NOT_YET));
    on(document, 'visibilitychange', () => document.visibilityState === 'hidden' && leave());
    on(window, 'pagehide', leave);
    consent.ready();
  }

  // A page that is rendered ahead may never be looked at.
  if ((document as { prerendering?: boolean }).prerendering) on(document, 'prerenderingchange', begin);
  else guard(begin);

  return {
    track(name: string, properties?: Whatever): void {
      try {
        tell('page', name, properties);
      } catch (error) {
        if (!hasWarned) console.warn('woodex:', error);
        hasWarned = true;
      }
    },
    page: () => guard(() => look(Date.now())),
    identify: (claim: unknown) => identify(claim).catch(() => {}),
    reset: () => guard(reset),
    consent: (answer: unknown) => guard(() => consent.say(answer === 'granted' ? answer : false)),
    async journeyId() {
      await arriving;
      return (await telling?.journeyId()) ?? null;
    },
    optIn: async (said: unknown) => !!(await withMarks(it => it.optIn(said))),
    stop() {
      life.abort();
      telling?.end();
    },
  };
}
