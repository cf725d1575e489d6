type PageLife = {
  /** Another tab has changed what is saved under `name`; null: it is gone. */
  onSaved(text: string | null): void;
  /** The tracker of this tab was told that somebody else sits here from now on. */
  onForget(): void;
  /** The browser is online again, or somebody looks at the page. */
  onWake(): void;
  /** The page goes, perhaps into the back/forward cache. */
  onRest(): void;
  /** The page is there, or there again. */
  onResume(): void;
};

/** Tells what the page goes through, until `signal` ends it. A page that is rendered ahead begins when it is looked at. */
export function followPage(
  name: string,
  signal: AbortSignal,
  { onSaved, onForget, onWake, onRest, onResume }: PageLife,
) {
  addEventListener('storage', event => event.key === name && onSaved(event.newValue), { signal });
  addEventListener('woodex-forget', onForget, { signal });
  addEventListener('online', onWake, { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && onWake(), { signal });
  addEventListener('pagehide', onRest, { signal });
  addEventListener('pageshow', event => event.persisted && onResume(), { signal });
  // A page that is rendered ahead may never be looked at.
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener('prerenderingchange', onResume, { once: true, signal });
  } else onResume();
}
